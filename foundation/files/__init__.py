"""The files room: intake by content, storage under random names, download decided at each request, checks."""
