"""What a trainer sees of those who watch, and how a class gets more time than was planned."""

import re
from datetime import UTC, datetime, timedelta

from playwright.sync_api import expect

expect.set_options(timeout=30_000)  # a page may have to wait for its turn on a busy machine


def test_a_class_gets_more_time_and_the_trainer_sees_what_comes_to_whom(visit, system, axe):
    """Before the end all hear of it; the trainer puts it off for all. The list says which picture comes where."""
    trainer, customer = system.person("instructor"), system.person("customer")
    # Of this minute, or of the next one if that is about to begin.
    now = (datetime.now(UTC) + timedelta(seconds=5)).replace(second=0, microsecond=0)
    plan = {"kind": "group_class", "title": "Short and sweet", "startTime": f"{now:%Y-%m-%dT%H:%M:%SZ}"}
    ends = now + timedelta(minutes=5)  # as short as can be: the end is near when it begins
    plan["endTime"] = f"{ends:%Y-%m-%dT%H:%M:%SZ}"
    path = f"/live/{system.call('POST', '/meet', trainer, json=plan)['meetingId']}"
    host, guest = visit(path, trainer), visit(path, customer)
    host.get_by_role("button", name="Join", exact=True).click()
    guest.get_by_role("button", name=re.compile("^Join")).click()

    host.get_by_role("button", name="People, 2").click()
    row = host.get_by_role("list", name="People").locator(f"[data-participant={customer.user_id}]")
    expect(row).to_contain_text(re.compile(r"\d+p"))

    expect(guest.get_by_text("This class ends at")).to_be_visible()
    expect(guest.get_by_role("button", name="15 more minutes")).to_have_count(0)
    assert axe(host) == []
    until = host.locator("header p").inner_text()
    host.get_by_role("button", name="15 more minutes").click()
    for page in (host, guest):
        expect(page.get_by_text("There is more time: it goes on until")).to_be_visible()
        expect(page.get_by_text("This class ends at")).to_have_count(0)
        expect(page.locator("header p")).not_to_have_text(until)
    later = datetime.fromisoformat(system.call("GET", f"/meet?meetingId={path.rpartition('/')[2]}", trainer)["endTime"])
    assert later == ends + timedelta(minutes=15)
