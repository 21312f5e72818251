"""One meeting at two relays that share a log server."""

import asyncio

import pytest


@pytest.fixture
async def relays(start_relay, log_server):
    """Two relays of one room."""
    return [await start_relay(valkey_url=log_server.url, relay_name=name) for name in ("north", "south")]


async def test_people_at_different_relays_are_in_one_room(enter, relays):
    """Everybody sees everybody, and both relays tell the same events with the same numbers."""
    north, south = relays
    host, anna = await enter("host", at=north), await enter("anna", at=south)
    await host.until_event("joined")
    await host.do("exercise", name="Lunges")
    for _ in range(2):
        await asyncio.gather(*(person.do("rep", delta=1) for person in (host, anna)))
    for person in (host, anna):
        while not person.events("rep") or person.events("rep")[-1]["total"] < 4:
            await person.step()
    told = []
    for person in (host, anna):
        reps = [one for one in person.messages if one["type"] == "event" and one["event"]["kind"] == "rep"]
        told.append([(one["seq"], one["time"], one["event"]) for one in reps])
    assert told[0] == told[1]
    assert host.log == anna.log


async def test_a_client_goes_on_at_the_other_relay(enter, relays):
    """Who comes back at another relay gets the events that are missing, and a retry there is applied once."""
    north, south = relays
    host, anna = await enter("host", at=south), await enter("anna", at=north)
    number = await anna.command("rep", delta=3)
    await anna.until_message("applied")
    anna.socket._response.connection.transport.abort()
    await host.do("chat", text="while anna was away")
    back = await enter("anna", at=south, after=anna.seq, log=anna.log)
    assert back.messages[0]["snapshot"] is None
    assert back.messages[0]["number"] == number
    await back.command("rep", number=number, delta=3)
    await back.until_message("applied")
    await back.settle()
    assert [event["message"]["text"] for event in back.events("chat")] == ["while anna was away"]
    late = await enter("bob", at=north)
    assert late.messages[0]["snapshot"]["reps"] == [{"participant": "anna", "exercise": "", "count": 3}]


async def test_a_log_server_that_loses_everything_is_not_noticed(enter, relays, log_server):
    """Nothing of the class is lost with the server's memory: the relays give it back, clients go on in step."""
    north, south = relays
    host, anna = await enter("host", at=north), await enter("anna", at=south)
    await host.do("chat", text="before")
    await anna.until_event("chat")
    log_server.flush()
    assert (await host.do("chat", text="after"))["type"] == "applied"
    snapshot = await anna.until_message("snapshot")
    assert [one["text"] for one in snapshot["snapshot"]["chat"]][:1] == ["before"]
    await anna.do("hand", raised=True)
    while not host.events("changed") or host.events("changed")[-1]["participant"]["hand_raised_at"] is None:
        await host.step()
    late = await enter("bob", at=south)
    room = late.messages[0]["snapshot"]
    assert [one["text"] for one in room["chat"]] == ["before", "after"]
    assert {one["participant"] for one in room["participants"]} == {"host", "anna", "bob"}
    assert not any(one["away"] for one in room["participants"])


async def test_without_its_log_a_relay_says_so(enter, start_relay, knock, make_live_ticket, log_server, monkeypatch):
    """While the log server is down, newcomers are closed with 4503 and commands refused; then all goes on."""
    relay = await start_relay(valkey_url=log_server.url)
    host = await enter("host", at=relay)
    log_server.kill()
    refused = await host.do("hand", raised=True)
    assert refused["code"] == "unavailable"
    number = refused["number"]
    other = await knock(relay)
    await other.say("hello", ticket=make_live_ticket("anna", meeting_id="another"))
    assert (await other.until_closed())[0] == 4503
    await host.settle()
    log_server.start()
    # What is said again in its place is applied; what would overtake it is not.
    assert (await host.do("chat", text="later"))["code"] == "unavailable"
    answer = {"type": "refused"}
    while answer["type"] == "refused":
        answer = await host.do("hand", number=number, raised=True)
    assert answer["type"] == "applied"
    assert (await host.do("chat", text="later"))["type"] == "applied"
