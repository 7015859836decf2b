"""A kit for who connects a system: a conformance run against any installation, and the check of webhooks' signatures.

It needs Python 3.11 or later and nothing else, and may be copied out of this repository. Begin with README.md.
"""
