"""The core: an event goes in, a reply comes out. It knows no platform, no database, no file, no server."""

VERSION = "0.1.0"
