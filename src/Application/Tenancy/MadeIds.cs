using Satcom.Application.Common;
using Satcom.Application.Identity;

namespace Satcom.Application.Tenancy;

/// <summary>
/// The ids of what a command makes in another scope, where a commit of its own keeps it: the same when the handler runs again, and the
/// same when the client repeats a request whose answer was not kept. Without an id and without a key a repetition is another request.
/// </summary>
internal sealed class MadeIds(RequestScope scope, ISignInSecrets secrets, TimeProvider time)
{
    /// <summary>The client's id; else one that follows from its Idempotency-Key and what is made; else a new one.</summary>
    /// <param name="given">The id that the client chose.</param>
    /// <param name="what">What is made, so that a key that is used again later makes something else.</param>
    public Guid For(Guid? given, string what) => scope.MadeId ??= given ?? (scope.IdempotencyKey is { } key ? Of(key, what) : time.New());

    private Guid Of(string key, string what)
    {
        var bytes = secrets.KeyOf("made-id", $"{scope.Tenant.Id:N}\n{scope.Actor.UserId:N}\n{scope.Operation}\n{what}\n{key}").AsSpan(0, 16).ToArray();

        // A UUID of version 8 (RFC 9562, section 5.8): of our own making.
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }
}
