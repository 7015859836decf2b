from reporting.models.cells import KeptCell, Touch
from reporting.models.releases import Release

__all__ = ["KeptCell", "Release", "Touch"]
