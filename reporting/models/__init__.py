from reporting.models.cells import KeptCell, Touch

__all__ = ["KeptCell", "Touch"]
