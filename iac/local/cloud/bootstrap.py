"""What the infrastructure on AWS consists of, made on the local cloud.

Everything may run again over what is there already. Definitions carry ``${Name}`` placeholders, filled in as the stacks
on AWS do.
"""

import importlib
import io
import json
import pkgutil
import re
import zipfile
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import boto3
from botocore.exceptions import ClientError

import neufit.stores
from iac.local.settings import ACCOUNT, ANNOUNCEMENTS, CALLBACKS, MAIL_DOMAIN
from neufit.contracts.keys import ORIGINALS
from neufit.domain.upload import ABANDONED_AFTER
from neufit.settings import StoreSettings
from neufit.stores.tables import Table, connect
from stepfunctions.functions import FUNCTIONS, QUEUE, STATE_MACHINES, StateMachine, TaskFunction

if TYPE_CHECKING:
    from mypy_boto3_s3.type_defs import BucketLifecycleConfigurationTypeDef
    from mypy_boto3_sqs import SQSClient

_ROLE = f"arn:aws:iam::{ACCOUNT}:role/neufit"
_RECEIVES = 1000
"""How often a message may come back before it goes to the dead letters: SQS' own limit, as a full house is no error."""

LIFECYCLE: "BucketLifecycleConfigurationTypeDef" = {
    "Rules": [
        {
            "ID": "abandoned-uploads",
            "Status": "Enabled",
            "Filter": {"Prefix": ""},
            "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": ABANDONED_AFTER.days},
        }
    ]
}
"""Of the media bucket: the parts of an upload go when the domain counts it as abandoned."""


def bootstrap(settings: StoreSettings) -> None:
    """Make what is missing at ``settings.aws_endpoint``."""
    create_tables(settings)
    create_functions(settings)
    for name in (QUEUE, CALLBACKS, ANNOUNCEMENTS):
        create_queue(settings, name)
    create_bucket(settings)
    create_sender(settings)
    create_state_machines(settings)


def client(settings: StoreSettings, service: str) -> Any:  # noqa: ANN401  # any of boto3's clients
    """A client of the local cloud."""
    return boto3.client(service, region_name=settings.region, endpoint_url=settings.aws_endpoint)


def create_tables(settings: StoreSettings) -> None:
    """A table for each model of the stores."""
    for module in pkgutil.iter_modules(neufit.stores.__path__, "neufit.stores."):
        importlib.import_module(module.name)
    connect(settings)
    for table in Table.registry:
        table.create_table(wait=True)  # does nothing where there is one


def create_sender(settings: StoreSettings) -> None:
    """The domain that e-mails come from, verified as moto has it at once."""
    client(settings, "ses").verify_domain_identity(Domain=MAIL_DOMAIN)


def create_bucket(settings: StoreSettings) -> None:
    """The media bucket; what is written below ``orig/`` is announced in the queue, abandoned uploads expire."""
    s3 = client(settings, "s3")
    try:
        s3.create_bucket(
            Bucket=settings.media_bucket, CreateBucketConfiguration={"LocationConstraint": settings.region}
        )
    except ClientError as error:
        if error.response["Error"]["Code"] not in {"BucketAlreadyOwnedByYou", "BucketAlreadyExists"}:
            raise
    s3.put_bucket_notification_configuration(
        Bucket=settings.media_bucket,
        NotificationConfiguration={
            "QueueConfigurations": [
                {
                    "QueueArn": f"arn:aws:sqs:{settings.region}:{ACCOUNT}:{settings.table_prefix}{QUEUE}",
                    "Events": ["s3:ObjectCreated:*"],
                    "Filter": {"Key": {"FilterRules": [{"Name": "prefix", "Value": ORIGINALS}]}},
                }
            ]
        },
    )
    s3.put_bucket_lifecycle_configuration(Bucket=settings.media_bucket, LifecycleConfiguration=LIFECYCLE)


def create_queue(settings: StoreSettings, bare_name: str) -> str:
    """A queue and, behind it, one for messages that can't be worked off: the URL of the former."""
    sqs: SQSClient = client(settings, "sqs")
    name = f"{settings.table_prefix}{bare_name}"
    sqs.create_queue(QueueName=f"{name}-dead-letters")
    redrive = {
        "deadLetterTargetArn": f"arn:aws:sqs:{settings.region}:{ACCOUNT}:{name}-dead-letters",
        "maxReceiveCount": _RECEIVES,
    }
    attributes = {"VisibilityTimeout": "60", "RedrivePolicy": json.dumps(redrive)}
    return sqs.create_queue(QueueName=name, Attributes=attributes)["QueueUrl"]  # type: ignore[arg-type]


def create_functions(settings: StoreSettings, table: Mapping[str, TaskFunction] = FUNCTIONS) -> None:
    """An entry in moto's Lambda for each function; ``hooks`` runs our handler when one is invoked."""
    _create_role(settings)
    functions = client(settings, "lambda")
    code = io.BytesIO()
    with zipfile.ZipFile(code, "w") as archive:
        archive.writestr("handler.py", "# The handler runs from the source tree, see iac/local/runtime.\n")
    for function in table.values():
        try:
            functions.create_function(
                FunctionName=f"{settings.table_prefix}{function.name}",
                Runtime="python3.11",
                Role=_ROLE,
                Handler=function.handler,
                Code={"ZipFile": code.getvalue()},
                MemorySize=function.memory_mb,
                Timeout=function.timeout_s,
            )
        except ClientError as error:
            if error.response["Error"]["Code"] != "ResourceConflictException":
                raise


def create_state_machines(
    settings: StoreSettings, table: Mapping[str, StateMachine] = STATE_MACHINES
) -> Mapping[str, str]:
    """The state machines from their definitions: their ARNs by bare name."""
    states = client(settings, "stepfunctions")
    arns = {}
    for machine in table.values():
        created = states.create_state_machine(
            name=f"{settings.table_prefix}{machine.name}",
            definition=fill_in(machine.definition.read_text(), settings),
            roleArn=_ROLE,
        )
        arns[machine.name] = created["stateMachineArn"]
    return arns


def fill_in(definition: str, settings: StoreSettings) -> str:
    """A definition with its placeholders replaced. Raise KeyError for one that nothing is known for."""
    prefix = f"arn:aws:lambda:{settings.region}:{ACCOUNT}:function:{settings.table_prefix}"
    arns = {function.placeholder: f"{prefix}{function.name}" for function in FUNCTIONS.values()}
    return re.sub(r"\$\{(\w+)\}", lambda found: arns[found[1]], definition)


def _create_role(settings: StoreSettings) -> None:
    """The role that functions and state machines name; moto wants to know it."""
    service = {"Service": ["lambda.amazonaws.com", "states.amazonaws.com"]}
    trust = {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Principal": service, "Action": "sts:AssumeRole"}],
    }
    try:
        client(settings, "iam").create_role(RoleName="neufit", AssumeRolePolicyDocument=json.dumps(trust))
    except ClientError as error:
        if error.response["Error"]["Code"] != "EntityAlreadyExists":
            raise
