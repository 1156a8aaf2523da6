"""Settings of kept files: where they lie, how large and how many; which routes take files at all."""

from pathlib import Path

from config.embedded.place import var_dir
from config.env import env_int, env_str

_MIB = 1024 * 1024

# Never below a static or media address: every download goes through files:download.
FILES_DIR = Path(env_str("FILES_DIR", str(var_dir() / "files")))
FILES_MAX_BYTES = env_int("FILES_MAX_MIB", 20) * _MIB
FILES_MAX_PIXELS = 50_000_000
FILES_PER_PARENT = env_int("FILES_PER_PARENT", 500)
FILES_BYTES_PER_PARENT = env_int("FILES_MIB_PER_PARENT", 2048) * _MIB

FILE_UPLOAD_HANDLERS = ["foundation.files.uploads.LimitedUpload"]
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
# A body may be 1 MiB; only these routes take more.
DATA_UPLOAD_MAX_MEMORY_SIZE = _MIB
DATA_UPLOAD_MAX_NUMBER_FIELDS = 3000
DATA_UPLOAD_MAX_NUMBER_FILES = 10
UPLOAD_ROUTES = {
    **dict.fromkeys(("cadres:imports", "catalogues:draft_new", "measures:import", "functions:import"), 10 * _MIB),
    **dict.fromkeys(
        (
            "directives:evidence_add",
            "directives:evidence_replace",
            "directives_api:assignment-evidence",
            "directives_api:assignment-replace-evidence",
            "undertakings:evidence",
            "catalogues:document_file",
            "catalogues:document_file_replace",
            "directives_api:document-files",
            "directives_api:document-replace-file",
            "commendations:evidence",
            "evaluations:self_evidence",
            "evaluations:self_evidence_replace",
            "evaluations_api:evaluation-evidence",
            "evaluations_api:evaluation-replace-evidence",
        ),
        FILES_MAX_BYTES,
    ),
    # Ten photos of a phone at once.
    **dict.fromkeys(("visits:finding_new", "visits:finding", "visits_api:visit-bundle"), 4 * FILES_MAX_BYTES),
}
