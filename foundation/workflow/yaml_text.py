"""Our own YAML files as plain values, read by libyaml where PyYAML has it: a tenth of the time of every start."""

from typing import Any

import yaml

SafeLoader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""Makes plain values only, as yaml.SafeLoader does."""


def read_yaml(text: str) -> Any:
    """The one document of the text.

    Raises:
        yaml.YAMLError: it is no YAML, or asks for more than plain values.
    """
    loader = SafeLoader(text)
    try:
        return loader.get_single_data()
    finally:
        loader.dispose()
