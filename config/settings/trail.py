"""Settings of the trail: the key that signs checkpoints, and where checkpoints go when they leave the database."""

from config.embedded.place import var_dir
from config.env import env_str

SIGNING_KEY_FILE = env_str("SIGNING_KEY_FILE", str(var_dir() / "keys" / "trail"))
SIGNING_KEY_MADE_AT_NEED = True  # production never makes one by itself
CHECKPOINT_SECONDS = 300
CHECKPOINT_FOLDER = env_str("CHECKPOINT_FOLDER", str(var_dir() / "checkpoints"))
CHECKPOINT_URL = env_str("CHECKPOINT_URL", "")
CHECKPOINT_MAIL = env_str("CHECKPOINT_MAIL", "")
