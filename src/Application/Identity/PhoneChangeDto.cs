using Satcom.Domain.Identity;

namespace Satcom.Application.Identity;

/// <summary>The caller's number, and what becomes of it.</summary>
/// <param name="Phone">In E.164; null where there is none.</param>
/// <param name="HeldUntil">Until then the number gets no codes, because it took another one's place; null when it does.</param>
/// <param name="CanCancel">True while the caller can take their change back.</param>
public sealed record PhoneDto(string? Phone, DateTimeOffset? HeldUntil, bool CanCancel)
{
    internal static PhoneDto Of(User user, DateTimeOffset now) => new(user.Phone, now < user.PhoneHeldUntil ? user.PhoneHeldUntil : null, user.HoldsOwnChoice(now));
}

/// <summary>A change of the number that waits for its code.</summary>
/// <param name="Channel">The way by which the code went: a text message to the old number, else mail.</param>
/// <param name="DestinationHint">Enough of the number or address to know it by.</param>
/// <param name="ExpiresAt">When the code ends.</param>
public sealed record PhoneChangeDto(CodeChannel Channel, string DestinationHint, DateTimeOffset ExpiresAt);
