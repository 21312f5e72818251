"""Streaming over real sockets from a real bucket: the bytes, the order, seeks, waits and reconnects."""

import asyncio
import json
import struct

from neufit.contracts import keys
from neufit.contracts.on_demand import PIECE_BYTES, PieceHeader, PieceKind


async def test_a_video_is_streamed_to_its_end(make_video, watch):
    """Every segment of audio and of one rendition per number arrives once, byte for byte, then the end is said."""
    video = make_video(segments=5)
    viewer = await watch(video)
    end = await viewer.until_message("end")
    assert end["epoch"] == 0
    names = {1: "v1080", 2: "v720"}
    assert viewer.media(0) == {number: video.contents[keys.segment("a", number)] for number in range(5)}
    pictures = [(number, track) for track in (1, 2) for number in viewer.media(track)]
    assert sorted(number for number, _ in pictures) == [0, 1, 2, 3, 4]
    for number, track in pictures:
        assert viewer.media(track)[number] == video.contents[keys.segment(names[track], number)]


async def test_ready_says_what_will_come(make_video, watch):
    """The answer to hello describes the video and where media starts."""
    video = make_video(segments=6)
    viewer = await watch(video, position=9_500)
    ready = viewer.messages[0]
    assert ready["runtime_ms"] == 24_000
    assert ready["segments"] == 6
    assert ready["segment_ms"] == 4000
    assert ready["frame_rate"] == [30, 1]
    assert [track["name"] for track in ready["video"]] == ["v1080", "v720"]
    assert ready["audio_codecs"] == "mp4a.40.2"
    assert ready["position"] == 8000
    assert ready["complete"] is True
    await viewer.until_message("end")
    assert sorted(viewer.media(0)) == [2, 3, 4, 5]


async def test_order_is_initialization_then_audio_then_video(make_video, watch):
    """Initialization comes before the media of its track, audio before video of the same number, pieces in order."""
    video = make_video(segments=3)
    viewer = await watch(video, rendition="v1080")
    await viewer.until_message("end")
    order = []
    for header, payload in viewer.pieces:
        assert len(payload) <= PIECE_BYTES
        if header.offset == 0:
            order.append((PieceKind(header.kind), header.track, header.segment))
    start, media = PieceKind.INITIALIZATION, PieceKind.MEDIA
    assert order == [
        (start, 0, 0),
        (start, 1, 0),
        (media, 0, 0),
        (media, 1, 0),
        (media, 0, 1),
        (media, 1, 1),
        (media, 0, 2),
        (media, 1, 2),
    ]


async def test_a_video_without_sound_is_streamed(make_video, watch):
    """Without audio only video comes, and ready says so."""
    video = make_video(segments=2, audio=False)
    viewer = await watch(video)
    await viewer.until_message("end")
    assert viewer.messages[0]["audio_codecs"] is None
    assert not viewer.media(0)


async def test_quality_rises_on_a_fast_network(make_video, watch):
    """The first segment is of the smallest rendition; on loopback the largest follows, with its initialization."""
    video = make_video(segments=6)
    viewer = await watch(video)
    await viewer.until_message("end")
    switches = [message for message in viewer.messages if message["type"] == "switched"]
    assert [(switch["rendition"], switch["why"]) for switch in switches] == [("v720", "start"), ("v1080", "up")]
    assert viewer.media(1).keys() == set(range(switches[1]["segment"], 6))
    assert viewer.segments[PieceKind.INITIALIZATION, 1, 0, 0] == video.contents[keys.initialization("v1080")]


async def test_a_chosen_rendition_is_kept(make_video, watch):
    """A choice in hello holds from the start; a later one from the next segment on, and auto decides again."""
    video = make_video(segments=5)
    viewer = await watch(video, rendition="v720")
    viewer.buffered = 29_000
    await viewer.until(lambda frame: isinstance(frame, PieceHeader) and frame.segment == 0 and frame.track == 2)
    await viewer.say("quality", rendition="v1080")
    viewer.buffered = 0
    await viewer.acknowledge()
    switched = await viewer.until_message("switched")
    assert (switched["rendition"], switched["why"]) == ("v1080", "chosen")
    await viewer.until_message("end")
    assert min(viewer.media(1)) == switched["segment"] > max(viewer.media(2))


async def test_nothing_comes_without_acknowledgement(make_video, watch):
    """At first a window of 256 KiB is sent, not a byte more; each acknowledgement lets more through."""
    video = make_video(segments=4, rates=(2_000_000,))
    viewer = await watch(video, autoping=False)
    viewer.acknowledges = False
    while viewer.received + PIECE_BYTES <= 256 * 1024:
        await viewer.step()
    await viewer.settle()
    assert viewer.received <= 256 * 1024
    viewer.acknowledges = True
    await viewer.acknowledge()
    await viewer.until_message("end")
    assert len(viewer.media(1)) == 4


async def test_enough_ahead_stops_the_stream(make_video, watch):
    """A paused viewer with 30 s ahead gets the segment that is under way and no more, until it has room again."""
    video = make_video(segments=12)
    viewer = await watch(video, rendition="v720", autoping=False)
    viewer.acknowledges = False
    await viewer.acknowledge(buffered=30_000, paused=True)
    await viewer.until(lambda frame: isinstance(frame, PieceHeader) and len(viewer.media(2)) == 1)
    await viewer.acknowledge(buffered=30_000, paused=True)
    await viewer.settle()
    assert sorted(viewer.media(2)) == [0]
    viewer.acknowledges = True
    await viewer.acknowledge()
    await viewer.until_message("end")
    assert sorted(viewer.media(2)) == list(range(12))


async def test_a_reader_that_stops_holds_little_memory(make_video, relay, make_ticket):
    """Who acknowledges without reading fills the kernel's buffers and one run of pieces, not the relay's memory."""
    video = make_video(segments=8, rates=(16_000_000,))
    reader, writer = await asyncio.open_connection("127.0.0.1", relay.port, limit=2**16)
    key = "dGhlIHNhbXBsZSBub25jZQ=="
    writer.write(
        f"GET /relay/on-demand HTTP/1.1\r\nHost: relay\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        f"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n\r\n".encode()
    )
    await reader.readuntil(b"\r\n\r\n")
    writer.write(client_frame({"type": "hello", "ticket": make_ticket(video)}))
    (connection,) = relay.runner.server.connections
    sent, turns = 0, 0
    while turns < 500:  # of the loop, without a byte that the kernel would take
        present = int(relay.count("sent_bytes_total"))
        held = connection.transport.get_write_buffer_size()
        turns = turns + 1 if present == sent and held else 0
        if present != sent:
            sent = present
            writer.write(client_frame({"type": "ack", "received": sent, "buffered": 0}))
        await asyncio.sleep(0)
    assert held <= 64 * 1024 + 5 * PIECE_BYTES
    assert sent < sum(len(video.contents[name]) for name in video.segment_names(range(8)))
    writer.transport.abort()


def client_frame(message):
    """A text frame of a client, masked with zeros."""
    payload = json.dumps(message).encode()
    return struct.pack(">BBH4x", 0x81, 0x80 | 126, len(payload)) + payload


async def test_a_seek_goes_on_from_there(make_video, watch):
    """After a seek, media comes from the segment that holds the moment, in the new epoch, opened anew."""
    video = make_video(segments=30)
    viewer = await watch(video)
    await viewer.until(lambda frame: isinstance(frame, PieceHeader) and frame.segment == 2)
    await viewer.say("seek", position=113_000, epoch=1)
    sought = await viewer.until_message("sought")
    assert (sought["epoch"], sought["segment"], sought["position"]) == (1, 28, 112_000)
    end = await viewer.until_message("end")
    assert end["epoch"] == 1
    assert sorted(viewer.media(0, epoch=1)) == [28, 29]
    assert (PieceKind.INITIALIZATION, 0, 1, 0) in viewer.segments
    epochs = [header.epoch for header, _ in viewer.pieces]
    assert epochs == sorted(epochs)


async def test_seeking_back_after_the_end_plays_again(make_video, watch):
    """The connection stays after the end, and a seek brings media again."""
    video = make_video(segments=3)
    viewer = await watch(video)
    await viewer.until_message("end")
    await viewer.say("seek", position=4_000, epoch=7)
    end = await viewer.until_message("end")
    assert end["epoch"] == 7
    assert sorted(viewer.media(0, epoch=7)) == [1, 2]


async def test_a_position_past_the_end_means_the_last_segment(make_video, watch):
    """Hello and seek far behind the end are answered with the last segment."""
    video = make_video(segments=3)
    viewer = await watch(video, position=2**40)
    assert viewer.messages[0]["position"] == 8000
    await viewer.until_message("end")
    assert sorted(viewer.media(0)) == [2]


async def test_a_cut_connection_goes_on_at_the_same_place(make_video, watch, relay):
    """With a new ticket of the family and the place where it was, what was missing comes, and nothing twice."""
    video = make_video(segments=6)
    first = await watch(video)
    await first.until(lambda frame: isinstance(frame, PieceHeader) and frame.segment == 3)
    first.socket._response.connection.transport.abort()
    whole = set(first.media(0)) & (set(first.media(1)) | set(first.media(2)))
    second = await watch(video, position=4000 * (max(whole) + 1))
    await second.until_message("end")
    assert sorted([*whole, *second.media(0)]) == list(range(6))
    for number, content in second.media(0).items():
        assert content == video.contents[keys.segment("a", number)]


async def test_a_newer_connection_of_the_family_takes_over(make_video, watch):
    """The older connection of the same viewing is closed with 4409, the newer one streams."""
    video = make_video(segments=4)
    older = await watch(video)
    newer = await watch(video)
    assert await older.until_closed() == 4409
    await newer.until_message("end")


async def test_other_families_are_left_alone(make_video, watch):
    """Two viewings of one viewer, and two viewers with the same family, don't meet."""
    video = make_video(segments=3)
    viewers = [
        await watch(video, viewer="one", family="a"),
        await watch(video, viewer="one", family="b"),
        await watch(video, viewer="two", family="a"),
    ]
    for viewer in viewers:
        await viewer.until_message("end")


async def test_many_viewers_read_the_store_once(make_video, watch, reads):
    """However many watch a video at the same time, each object is read from the store once."""
    video = make_video(segments=5)
    viewers = await asyncio.gather(*(watch(video, viewer=f"viewer {i}", rendition="v720") for i in range(12)))
    await asyncio.gather(*(viewer.until_message("end") for viewer in viewers))
    wanted = {keys.initialization(track) for track in ("a", "v720")} | {
        keys.segment(track, number) for track in ("a", "v720") for number in range(5)
    }
    prefix = video.key("").removeprefix("pub/")
    segments = {path: count for path, count in reads.reads.items() if path.startswith(prefix)}
    assert segments.pop(prefix + "manifest.json") == 1
    assert segments == dict.fromkeys((prefix + name for name in wanted), 1)
    for viewer in viewers:
        assert viewer.media(2)[4] == video.contents[keys.segment("v720", 4)]


async def test_an_incomplete_video_is_played_to_its_end_as_it_grows(make_video, watch):
    """What isn't encoded yet is waited for; when it is there, the stream goes on by itself to the end."""
    video = make_video(segments=4, complete=False, publish=False)
    video.publish(video.initialization_names() + video.segment_names([0]))
    video.write_manifest()
    viewer = await watch(video)
    assert viewer.messages[0]["complete"] is False
    assert (await viewer.until_message("waiting"))["segment"] == 1
    await asyncio.to_thread(video.publish, video.segment_names([1, 2]))
    assert (await viewer.until_message("waiting"))["segment"] == 3
    await asyncio.to_thread(video.publish, video.segment_names([3]))
    await asyncio.to_thread(video.write_manifest, complete=True)
    await viewer.until_message("end")
    assert sorted(viewer.media(0)) == [0, 1, 2, 3]
    assert [message["segment"] for message in viewer.messages if message["type"] == "waiting"] == [1, 3]


async def test_waiting_viewers_share_the_polls(make_video, watch, reads):
    """Many who wait for the same segment cost the store little more than one."""
    video = make_video(segments=2, complete=False, publish=False)
    video.publish(video.initialization_names() + video.segment_names([0]))
    video.write_manifest()
    viewers = await asyncio.gather(*(watch(video, viewer=f"viewer {i}", rendition="v720") for i in range(10)))
    await asyncio.gather(*(viewer.until_message("waiting") for viewer in viewers))
    name = video.key(keys.segment("a", 1)).removeprefix("pub/")
    assert 1 <= reads.reads[name] <= 3
    await asyncio.to_thread(video.publish, video.segment_names([1]))
    await asyncio.to_thread(video.write_manifest, complete=True)
    await asyncio.gather(*(viewer.until_message("end") for viewer in viewers))


async def test_a_store_that_refuses_for_a_moment_is_asked_again(make_video, watch, reads, relay):
    """A read that fails isn't remembered: the stream goes on when the store answers again."""
    video = make_video(segments=3)
    reads.refusals["/a/00001"] = 2  # as often as one read of ours tries
    viewer = await watch(video)
    await viewer.until_message("end")
    assert sorted(viewer.media(0)) == [0, 1, 2]
    assert relay.count("store_errors_total") == 1
