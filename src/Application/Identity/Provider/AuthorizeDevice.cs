using System.Security.Cryptography;
using MediatR;
using Satcom.Application.Common;
using Satcom.Domain.Common;
using Satcom.Domain.Identity.Provider;

namespace Satcom.Application.Identity.Provider;

/// <summary>Begins the sign-in of a device without a browser (RFC 8628, section 3.1).</summary>
[Anonymous]
[NoReplay]
[AuditAction("oauth.authorizeDevice")]
public sealed record AuthorizeDeviceCommand(ClientProof Client, string? Scope, string? Resource) : ICommand<DeviceAuthorizationReply>;

/// <summary>What the device shows and keeps.</summary>
/// <param name="UserCode">For the person to type.</param>
/// <param name="ExpiresIn">Seconds that both codes live.</param>
/// <param name="Interval">Seconds to wait between two questions.</param>
public sealed record DeviceAuthorizationReply(string DeviceCode, string UserCode, int ExpiresIn, int Interval)
{
    /// <inheritdoc/>
    public override string ToString() => nameof(DeviceAuthorizationReply);
}

/// <summary>The codes that people type: letters that cannot be taken for others and make no words.</summary>
internal static class UserCodes
{
    private const string Letters = "BCDFGHJKLMNPQRSTVWXZ";
    private const string What = "user-code";
    private const int Length = 8;

    public static string Create()
    {
        var text = RandomNumberGenerator.GetString(Letters, Length);
        return $"{text[..4]}-{text[4..]}";
    }

    /// <summary>A code as it is shown, however it was typed; null when it can be none.</summary>
    public static string? Shown(string? typed) => Plain(typed) is { } text ? $"{text[..4]}-{text[4..]}" : null;

    /// <summary>The keyed hash of a code as it was typed; null when it can be none.</summary>
    public static byte[]? HashOf(string? typed, ISignInSecrets secrets) => Plain(typed) is { } text ? secrets.KeyOf(What, text) : null;

    private static string? Plain(string? typed)
    {
        var text = new string([.. (typed ?? string.Empty).ToUpperInvariant().Where(char.IsAsciiLetterOrDigit)]);
        return text.Length == Length && text.All(Letters.Contains) ? text : null;
    }
}

internal sealed class AuthorizeDeviceHandler(ISatcomDb db, ClientGate gate, ISignInSecrets secrets, TimeProvider time) : IRequestHandler<AuthorizeDeviceCommand, Result<DeviceAuthorizationReply>>
{
    public async Task<Result<DeviceAuthorizationReply>> Handle(AuthorizeDeviceCommand request, CancellationToken cancellationToken)
    {
        if (!(await gate.AuthenticateAsync(request.Client, cancellationToken)).TryGet(out var client, out var refusal))
        {
            return refusal;
        }

        if (!client.Grants.Contains(OAuthGrantTypes.DeviceCode))
        {
            return new ProtocolRefused(ProtocolError.UnauthorizedClient, "The client may not use this grant.");
        }

        if (ProviderScopes.Parse(request.Scope) is not { Count: > 0 } scopes || scopes.Except(client.Scopes, StringComparer.Ordinal).Any())
        {
            return new ProtocolRefused(ProtocolError.InvalidScope, "The scope is not one of the client's.");
        }

        if (!client.MayTarget(request.Resource))
        {
            return new ProtocolRefused(ProtocolError.InvalidTarget, "The resource is not one of the client's.");
        }

        var now = time.GetUtcNow();
        var userCode = UserCodes.Create();
        var (deviceCode, hash) = secrets.Create(SecretKind.DeviceCode, client.TenantId);
        db.DeviceAuthorizations.Add(new DeviceAuthorization
        {
            TenantId = client.TenantId,
            Id = time.New(),
            DeviceCodeHash = hash,
            UserCodeHash = UserCodes.HashOf(userCode, secrets)!,
            OAuthClientId = client.Id,
            Scopes = [.. scopes],
            Resource = request.Resource,
            CreatedAt = now,
            ExpiresAt = now + DeviceAuthorization.Lifetime,
        });
        return new DeviceAuthorizationReply(deviceCode, userCode, (int)DeviceAuthorization.Lifetime.TotalSeconds, DeviceAuthorization.IntervalSeconds);
    }
}
