"""The catalogue of ICT packages."""
