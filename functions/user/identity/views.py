"""Identity keys as clients see them."""

from functions.user.identity.schemas import IdentityKeyInfo, PublicKey
from neufit.domain.user import IdentityKey


def key_view(key: IdentityKey, *, own: bool = False) -> IdentityKeyInfo:
    """A key. What a device is called is its owner's business."""
    return IdentityKeyInfo(
        key_id=key.key_id,
        public_key=PublicKey(kty="EC", crv="P-256", x=key.x, y=key.y),
        name=key.name if own else None,
        added_at=key.added_at,
    )
