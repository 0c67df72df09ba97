"""Drawing a template that nobody has proven yet, in a process that can be stopped."""

from __future__ import annotations

import base64
import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from .refusal import TemplateRefused, refusal_from
from .samples import LABELS
from .templates import Source

#: Seconds until it is stopped, whatever it does.
PATIENCE = 10
_ROOT = Path(__file__).resolve().parents[2]


def draw_apart(source: Source, samples: Mapping[str, Mapping[str, Any]]) -> bytes:
    """The page of the last sample, after all of them were drawn and proven.

    Raises TemplateRefused with the reason, and the sample that showed it.
    """
    asked = {
        "html": source.html,
        "css": source.css,
        "images": dict(source.images),
        "samples": dict(samples),
    }
    try:
        done = subprocess.run(
            [sys.executable, "-m", "certificates.pdf.worker"],
            input=json.dumps(asked).encode(),
            capture_output=True,
            cwd=_ROOT,
            env={"PYTHONPATH": str(_ROOT), "PYTHONHASHSEED": "0"},
            timeout=PATIENCE,
            check=True,
        )
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError) as error:
        raise TemplateRefused("stopped") from error
    answer = json.loads(done.stdout)
    if "refused" not in answer:
        return base64.b64decode(answer["page"])
    refusal = refusal_from(answer["refused"])
    refusal.sample = str(LABELS.get(answer["sample"], ""))
    raise refusal
