"""The functions behind the state machines and the queues: one table, read by whatever sets them up.

The name of a function is ``{prefix}{name}``; a definition names it as ``${...FunctionArn}`` (``EncodeChunkFunctionArn``
for ``encode-chunk``). The local system and the infrastructure on AWS read the same table, so they can't drift apart.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class TaskFunction:
    """One function on Lambda.

    ``handler`` is ``module:function``. ``at_once`` bounds how many run at the same time on one machine (None: as many
    as come); on AWS the state machine bounds it. ``layers`` names what it needs beyond our shared layer.
    """

    name: str
    handler: str
    memory_mb: int
    timeout_s: int
    at_once: int | None = None
    layers: tuple[str, ...] = ()

    @property
    def placeholder(self) -> str:
        """What stands for its ARN in a definition, without the ``${}``."""
        return "".join(word.capitalize() for word in self.name.split("-")) + "FunctionArn"


@dataclass(frozen=True, slots=True)
class StateMachine:
    """One state machine. ``setting`` is the field of PublishingSettings that holds its ARN."""

    name: str
    definition: Path
    setting: str


_HERE = Path(__file__).parent
_TASKS = "stepfunctions.publish_video.tasks"

FUNCTIONS: Mapping[str, TaskFunction] = {
    function.name: function
    for function in (
        TaskFunction("start", "stepfunctions.publish_video.start:handler", 512, 30, at_once=1),
        TaskFunction("verify", f"{_TASKS}.verify:handler", 1769, 900),
        TaskFunction("probe", f"{_TASKS}.probe:handler", 1024, 60, layers=("av",)),
        TaskFunction("plan", f"{_TASKS}.plan:handler", 512, 30),
        TaskFunction("thumbnails", f"{_TASKS}.thumbnails:handler", 3008, 120, layers=("ffmpeg",)),
        TaskFunction("encode-chunk", f"{_TASKS}.encode_chunk:handler", 10240, 900, layers=("ffmpeg",)),
        TaskFunction("stitch", f"{_TASKS}.stitch:handler", 3008, 900),
        TaskFunction("publish", f"{_TASKS}.publish:handler", 512, 30),
        TaskFunction("fan-out", f"{_TASKS}.fan_out:handler", 512, 900),
        TaskFunction("fail", f"{_TASKS}.fail:handler", 512, 120),
        TaskFunction("callbacks", "functions.callbacks.handler:handler", 512, 120),
        TaskFunction("announcing", "functions.announcing.handler:handler", 512, 60),
        TaskFunction("resize", "stepfunctions.publish_image.tasks.resize:handler", 3008, 60),
    )
}

STATE_MACHINES: Mapping[str, StateMachine] = {
    machine.name: machine
    for machine in (
        StateMachine("publish-video", _HERE / "publish_video" / "definition.asl.json", "state_machine_arn"),
        StateMachine("publish-image", _HERE / "publish_image" / "definition.asl.json", "image_state_machine_arn"),
    )
}

QUEUE = "publish"
"""The queue in front (``{prefix}publish``): the bucket's events on ``orig/`` and publishing jobs; ``start`` reads it.

No message may be thrown away after a number of tries: while enough executions run, messages come back again and again.
"""
