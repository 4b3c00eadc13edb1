"""Hand-held and built-in scanners of codes, which decode by themselves."""
