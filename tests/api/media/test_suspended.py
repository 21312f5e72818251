"""Media of somebody who is suspended: hidden from everybody, at once, until the suspension ends."""

from datetime import timedelta

from neufit.stores.sanctions import lift, suspending
from neufit.stores.transactions import write_together
from neufit.stores.users import UserRow


def test_nothing_of_a_suspended_person_is_found_or_played(studio, api, clock) -> None:
    """Library, feed, details, tickets, files and playlists that were handed out before."""
    coach, person = api.instructor(), api.customer()
    media_id = studio.publish(coach, title="Gone quiet", topics=["yoga"], subscribers=(person,))
    query, of = {"mediaId": media_id}, {"instructor": coach.user_id}
    playlist = api.get("/media/stream", query=query).json["hls"]

    def found():
        listed = api.get("/media/library", query=of).json["items"]
        fed = api.get("/media/feed", headers=api.sign_in(person.user_id).headers).json["items"]
        opened = [api.request(method, path, query=query).status for method, path in asked]
        return [len(listed), len(fed), studio.call(playlist).status, *opened]

    asked = [("GET", "/media/stream"), ("POST", "/media/stream"), ("GET", "/media")]
    assert found() == [1, 1, 200, 200, 200, 302]
    user = api.services.users.get(coach.user_id)
    write_together(UserRow, suspending(user, clock() + timedelta(minutes=10)))
    assert found() == [0, 0, 404, 404, 404, 404]
    clock.advance(timedelta(minutes=10))
    assert found() == [1, 1, 200, 200, 200, 302]
    write_together(UserRow, suspending(api.services.users.get(coach.user_id), clock() + timedelta(days=1)))
    assert found() == [0, 0, 404, 404, 404, 404]
    lift(api.services.users.get(coach.user_id))
    assert found() == [1, 1, 200, 200, 200, 302]
