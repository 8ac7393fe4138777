"""Moved to `extractors.strict_yaml`."""

from extractors.strict_yaml import YamlProblem, load, parse, read

__all__ = ["YamlProblem", "load", "parse", "read"]
