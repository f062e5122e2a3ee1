using System.Diagnostics.CodeAnalysis;

namespace Satcom.Infrastructure.Identity.Tokens;

/// <summary>Why a token was refused. For logs and counters; a caller learns only that it was.</summary>
internal enum JwsRefusal
{
    None,
    TooLong,
    SegmentCount,
    Encoding,
    Header,
    Type,
    UnknownKey,
    Algorithm,
    Signature,
    Payload,
    ClaimMissing,
    ClaimMalformed,
    Issuer,
    Audience,
    TimeOutOfRange,
    Expired,
    NotYetValid,
}

/// <summary>The accepted value or the reason of refusal, and never any part of the token.</summary>
internal readonly struct JwsResult<T>
    where T : class
{
    private JwsResult(T? value, JwsRefusal refusal) => (Value, Refusal) = (value, refusal);

    [MemberNotNullWhen(true, nameof(Value))]
    public bool Succeeded => Value is not null;

    public T? Value { get; }

    public JwsRefusal Refusal { get; }

    public static implicit operator JwsResult<T>(T value) => new(value, JwsRefusal.None);

    public static implicit operator JwsResult<T>(JwsRefusal refusal) => new(value: null, refusal);

    public override string ToString() => Succeeded ? "Accepted" : Refusal.ToString();
}
