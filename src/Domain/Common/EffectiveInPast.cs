namespace Satcom.Domain.Common;

/// <summary>The change would begin on a date that is over, and nothing changes the past.</summary>
public sealed record EffectiveInPast() : Error("effective_in_past", ErrorKind.Unprocessable);
