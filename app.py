"""The Chalice application: middleware, one blueprint per resource; no views of its own."""

from chalice.app import Chalice

from functions.auth.routes import blueprint as auth
from functions.community.routes import blueprint as community
from functions.media.routes import blueprint as media
from functions.meet.routes import blueprint as meet
from functions.problems import only_problems
from functions.schedule.routes import blueprint as schedule
from functions.service import blueprint as service
from functions.user.routes import blueprint as user

app = Chalice(app_name="neufit", configure_logs=False)
app.api.binary_types = [*app.api.binary_types, "image/*", "video/*"]
app.register_middleware(only_problems, "http")
app.register_blueprint(user)
app.register_blueprint(auth)
app.register_blueprint(media)
app.register_blueprint(meet)
app.register_blueprint(schedule)
app.register_blueprint(community)
app.register_blueprint(service)
