"""What publishing costs: the whole pipeline against plain ffmpeg, time to first playable, a model of an hour on AWS.

The pipeline is run state by state in this process, against an object store and a database in another one whose
processor time does not count. Its peers are ffmpeg alone at the same settings: one run a rendition, and one run that
decodes once and splits. CPU seconds are those of this process and of all encoders.

The model of an hour takes the measured cost per second of video and per chunk, and adds what this machine can't show;
every assumption is a constant below and is printed.
"""

import argparse
import base64
import hashlib
import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "layers/neufit/python")]

import boto3
from imageio_ffmpeg import get_ffmpeg_exe

from iac.local.settings import CREDENTIALS
from neufit.clock import system_clock
from neufit.contracts import keys
from neufit.contracts.publishing import PublishingJob
from neufit.domain.media import Kind, Media, Status
from neufit.domain.publication import Job
from neufit.domain.upload import checksum_of, part_size
from neufit.ids import new_id
from neufit.settings import PublishingSettings
from neufit.stores.media_rows import MediaRow
from neufit.stores.objects import ObjectStore
from neufit.stores.publications import PublicationRow
from stepfunctions.composition import Tasks, compose
from stepfunctions.publish_video.command import AUDIO_RATE
from stepfunctions.publish_video.encoding import Encoding
from stepfunctions.publish_video.grid import Grid
from stepfunctions.publish_video.tasks import encode_chunk, plan, probe, publish, stitch, thumbnails, verify

RESULT = ROOT / "benchmarks/results/publishing.json"

# What this machine can't show. Prices of AWS Lambda (x86), S3 and Step Functions in us-east-1, in dollars.
FUNCTIONS = 100
CORES = 6
SPREAD = 0.8
"""How much of its cores an encoder keeps busy."""
GIGABYTES = 10
COLD_START = 2.0
STATE = 0.05
"""Seconds from the end of a task to the start of the next."""
REQUEST, COPY = 0.03, 0.25
"""Seconds of a small request to S3 and of a copied part."""
GB_SECOND, PUT, TRANSITION = 0.0000166667, 0.000005, 0.000025
HOUR = 3600


@dataclass(frozen=True)
class Measure:
    """One row of the result."""

    name: str
    value: float
    unit: str
    peer: str | None = None
    ratio: float | None = None


@dataclass
class Spent:
    """CPU and wall seconds of a piece of work."""

    cpu: float = 0.0
    wall: float = 0.0


@dataclass
class Published:
    """What one pass through the pipeline took; ``chunks`` are (seconds of video, what it took)."""

    whole: Spent = field(default_factory=Spent)
    first_playable: float = 0.0
    chunks: list[tuple[float, Spent]] = field(default_factory=list)
    stitch: Spent = field(default_factory=Spent)
    before: Spent = field(default_factory=Spent)


def cpu_seconds() -> float:
    """What this process and the children that have ended took of the processors."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def spent(work: Callable[[], object]) -> Spent:
    """Do something and see what it took."""
    cpu, wall = cpu_seconds(), time.perf_counter()
    work()
    return Spent(cpu_seconds() - cpu, time.perf_counter() - wall)


def ffmpeg(*arguments: str) -> None:
    subprocess.run([get_ffmpeg_exe(), "-nostdin", "-v", "error", "-y", *arguments], check=True)


def render(target: Path, seconds: int) -> None:
    """A 1080p30 clip with movement, grain and sound, about 16 Mbit/s."""
    picture = f"testsrc2=s=1920x1080:r=30:d={seconds},noise=alls=14:allf=t"
    sound = f"sine=f=330:r=48000:d={seconds}"
    ffmpeg(
        *("-f", "lavfi", "-i", picture, "-f", "lavfi", "-i", sound, "-c:v", "libx264", "-preset", "ultrafast"),
        *("-b:v", "16M", "-maxrate", "20M", "-bufsize", "20M", "-g", "60", "-pix_fmt", "yuv420p"),
        *("-c:a", "aac", "-b:a", "128k", str(target)),
    )


def _video(encoding: Encoding, number: int) -> list[str]:
    rendition, gop = encoding.renditions[number], str(encoding.grid.gop_frames)
    return [
        *("-c:v", "libx264", "-preset", "veryfast", "-profile:v", "high", "-crf", str(rendition.crf)),
        *("-maxrate", str(rendition.cap), "-bufsize", str(2 * rendition.cap), "-threads", str(encoding.threads)),
        *("-g", gop, "-keyint_min", gop, "-sc_threshold", "0"),
    ]


def one_run_each(encoding: Encoding, source: Path, folder: Path) -> None:
    """Peer (a): a plain ffmpeg run for each rendition, the sound with the first."""
    for number, rendition in enumerate(encoding.renditions):
        size = f"scale={rendition.width}:{rendition.height}"
        sound = ["-c:a", "aac", "-b:a", str(AUDIO_RATE)] if number == 0 else ["-an"]
        target = folder / f"{rendition.name}.mp4"
        ffmpeg("-i", str(source), "-vf", size, *_video(encoding, number), *sound, str(target))


def one_run_with_split(encoding: Encoding, source: Path, folder: Path) -> None:
    """Peer (b): one ffmpeg run that decodes once and splits."""
    names = [rendition.name for rendition in encoding.renditions]
    graph = f"[0:v]split={len(names)}" + "".join(f"[in{name}]" for name in names)
    for rendition in encoding.renditions:
        graph += f";[in{rendition.name}]scale={rendition.width}:{rendition.height}[{rendition.name}]"
    outputs: list[str] = []
    for number, name in enumerate(names):
        sound = ["-map", "0:a", "-c:a", "aac", "-b:a", str(AUDIO_RATE)] if number == 0 else []
        outputs += ["-map", f"[{name}]", *_video(encoding, number), *sound, str(folder / f"{name}.mp4")]
    ffmpeg("-i", str(source), "-filter_complex", graph, *outputs)


def send_in_parts(objects: ObjectStore, key: str, body: bytes) -> None:
    """Upload as browsers do: in parts, each with its checksum."""
    upload, length = objects.begin_parts(key, "video/mp4"), part_size(len(body))
    for number, at in enumerate(range(0, len(body), length), 1):
        part = body[at : at + length]
        objects.client.upload_part(
            Bucket=objects.bucket,
            Key=key,
            UploadId=upload,
            PartNumber=number,
            Body=part,
            ChecksumSHA256=base64.b64encode(hashlib.sha256(part).digest()).decode(),
        )
    objects.join_parts(key, upload, objects.parts(key, upload))


def begin(services: Tasks, source: Path) -> Job:
    """An item whose original has arrived."""
    body, now = source.read_bytes(), system_clock()
    media = Media(
        media_id=new_id(now),
        owner_id="bench",
        kind=Kind.VIDEO,
        title="Benchmark",
        status=Status.UPLOADING,
        version=new_id(now),
        size=len(body),
        checksum=checksum_of(body),
        created_at=now,
    )
    services.media.create(media)
    send_in_parts(services.objects, keys.original(media.media_id, media.version), body)
    return services.publications.begin(PublishingJob(mediaId=media.media_id, version=media.version), now)


def run_pipeline(services: Tasks, source: Path, *, whole: bool = True) -> Published:
    """Every state in its order; only up to the first playable moment unless ``whole``."""
    job, result = begin(services, source), Published()

    def again() -> Job:
        return services.publications.job(job.media_id, job.version)

    def prepare() -> None:
        verify.verify(services, job)
        probe.probe(services, job)
        plan.plan(services, again())

    result.before = spent(prepare)
    encoding = Encoding.model_validate(again().encoding)

    def encode() -> None:
        for chunk in encoding.chunks if whole else encoding.chunks[:1]:
            took = spent(lambda number=chunk.number: encode_chunk.encode(services, again(), number))
            seconds = float(encoding.grid.chunk_frames(chunk)[1] * encoding.grid.frame_seconds)
            result.chunks.append((seconds, took))

    parts = [result.before, spent(encode)]
    result.first_playable = result.before.wall + result.chunks[0][1].wall
    if whole:
        parts.append(spent(lambda: thumbnails.make_poster(services, again())))
        result.stitch = spent(lambda: stitch.stitch(services, again()))
        parts += [result.stitch, spent(lambda: publish.publish(services, again()))]
    result.whole = Spent(sum(part.cpu for part in parts), sum(part.wall for part in parts))
    return result


def line(points: list[tuple[float, float]]) -> tuple[float, float]:
    """(what a chunk costs by itself, what each second of it costs): least squares."""
    if len({x for x, _ in points}) < 2:
        return 0.0, points[0][1] / points[0][0]
    slope, start = statistics.linear_regression([x for x, _ in points], [y for _, y in points])
    return max(0.0, start), slope


def model(passes: list[Published]) -> list[Measure]:
    """An hour of video on 100 functions of 6 cores: seconds until it is published, dollars per source minute."""
    points = [(seconds, took.cpu) for each in passes for seconds, took in each.chunks]
    by_chunk, by_second = line(points)
    grid = Grid(rate=(30, 1), frames=HOUR * 30)
    chunks = grid.chunks()

    def wall(segments: int) -> float:
        return (by_chunk + by_second * segments * 4) / (CORES * SPREAD) + COLD_START

    waves = -(-(len(chunks) - 1) // FUNCTIONS)
    longest = max(chunk.segments for chunk in chunks)
    before = statistics.median(each.before.cpu for each in passes) + 20 * REQUEST
    stitching = statistics.median(each.stitch.cpu / len(each.chunks) for each in passes) * len(chunks)
    stitching += len(chunks) * (REQUEST / 16 + COPY / 8)
    total = before + wall(1) + waves * wall(longest) + stitching + 10 * STATE
    encoding = sum(wall(chunk.segments) for chunk in chunks) * GIGABYTES * GB_SECOND
    others = (before + stitching) * 3 * GB_SECOND + grid.segments * 5 * PUT + len(chunks) * 3 * (TRANSITION + PUT)
    minute = (encoding + others) / (HOUR / 60)
    return [
        Measure(
            "encoding, per second of video", round(by_second, 2), "CPU s", "goal of 3.6", round(by_second / 3.6, 2)
        ),
        Measure("encoding, per chunk", round(by_chunk, 2), "CPU s"),
        Measure("model: an hour on 100 functions", round(total, 1), "s", "goal of 60 s", round(total / 60, 2)),
        Measure("model: cost per source minute", round(minute, 5), "$", "goal of $0.008", round(minute / 0.008, 2)),
    ]


def stores(port: int) -> Tasks:
    """Tables and a bucket on the store in the other process."""
    endpoint = f"http://127.0.0.1:{port}"
    settings = PublishingSettings(
        aws_endpoint=endpoint, table_prefix="bench-", media_bucket="bench", encode_threads=os.cpu_count() or 2
    )
    services = compose(settings)
    for table in (MediaRow, PublicationRow):
        table.create_table(wait=True)
    boto3.client("s3", region_name=settings.region, endpoint_url=endpoint).create_bucket(
        Bucket="bench", CreateBucketConfiguration={"LocationConstraint": settings.region}
    )
    return services


def measure(services: Tasks, folder: Path, seconds: int, repeats: int) -> list[Measure]:
    """The table."""
    source, long = folder / "source.mp4", folder / "long.mp4"
    render(source, seconds)
    ffmpeg("-stream_loop", "9", "-i", str(source), "-c", "copy", str(long))
    pipeline: list[Published] = []
    each: list[Spent] = []
    split: list[Spent] = []
    for _ in range(repeats):
        pipeline.append(run_pipeline(services, source))
        job = next(iter(services.publications.open_jobs()))
        encoding = Encoding.model_validate(services.publications.job(job.mediaId, job.version).encoding)
        split.append(spent(lambda: one_run_with_split(encoding, source, folder)))  # noqa: B023  # called at once
        each.append(spent(lambda: one_run_each(encoding, source, folder)))  # noqa: B023  # called at once
    cpu, wall = (statistics.median(getattr(one.whole, name) for one in pipeline) for name in ("cpu", "wall"))
    early = statistics.median(one.first_playable for one in pipeline)
    late = statistics.median(run_pipeline(services, long, whole=False).first_playable for _ in range(repeats))
    rows = [Measure(f"pipeline, {seconds} s of 1080p30", round(cpu, 1), "CPU s")]
    for name, peer in (("one ffmpeg run with split", split), ("one ffmpeg run per rendition", each)):
        median = statistics.median(one.cpu for one in peer)
        rows.append(Measure("pipeline against ffmpeg", round(cpu, 1), "CPU s", name, round(cpu / median, 3)))
        rows.append(Measure(name, round(median, 1), "CPU s"))
    return [
        *rows,
        Measure("pipeline, on the clock", round(wall, 1), "s", "real time", round(seconds / wall, 2)),
        Measure("one ffmpeg run with split, on the clock", round(statistics.median(one.wall for one in split), 1), "s"),
        Measure(f"first playable, {seconds} s of video", round(early, 1), "s"),
        Measure(
            f"first playable, {10 * seconds} s of video", round(late, 1), "s", "the short one", round(late / early, 2)
        ),
        *model(pipeline),
    ]


def main() -> None:
    """Measure, print, write."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--seconds", type=int, default=60, help="length of the clip")
    arguments.add_argument("--repeats", type=int, default=3, help="passes, of which medians are taken")
    chosen = arguments.parse_args()
    os.environ.update(CREDENTIALS, AWS_EC2_METADATA_DISABLED="true")
    command = [sys.executable, str(ROOT / "benchmarks/load/stores.py")]
    with (
        tempfile.TemporaryDirectory(prefix="neufit-bench-") as folder,
        subprocess.Popen(
            [*command, f"{folder}/objects"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as server,
    ):
        try:
            rows = measure(stores(int(server.stdout.readline())), Path(folder), chosen.seconds, chosen.repeats)
        finally:
            server.stdin.close()
    for row in rows:
        print(f"{row.name:44} {row.value:10.3f} {row.unit:6}" + (f"  x {row.ratio} of {row.peer}" if row.ratio else ""))
    print(f"the model assumes {FUNCTIONS} functions of {CORES} cores, {SPREAD:.0%} busy, cold starts of {COLD_START} s")
    when = datetime.now(UTC).isoformat(timespec="seconds")
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    RESULT.parent.mkdir(parents=True, exist_ok=True)
    RESULT.write_text(json.dumps([{**vars(row), "when": when, "machine": machine} for row in rows], indent=2) + "\n")


if __name__ == "__main__":
    main()
