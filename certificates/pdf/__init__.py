"""A certificate as a page: wording, fitting, ornament, and the proof of what it says."""
