using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Common;
using Satcom.Domain.Identity.Provider;

namespace Satcom.Application.Identity.Provider;

/// <summary>Finds clients, and lets those in that prove who they are.</summary>
internal sealed class ClientGate(ISatcomDb db, RequestScope scope, ConsoleClient console, IClientAssertions assertions, IAttemptLimits limits, IAuditTrail audit, TimeProvider time)
{
    /// <summary>Wrong proofs, codes and tokens of one client from one place; the client itself from another place goes on, and so does what is right from this one.</summary>
    private static readonly Quota Failures = new("clientFailures", 20, TimeSpan.FromMinutes(5));

    /// <summary>What a secret is compared with where there is none; nobody knows a text with this hash.</summary>
    private static readonly List<byte[]> Decoy = [new byte[SHA256.HashSizeInBytes]];

    // An assertion is good once, but a lost race makes a handler run once more.
    private string? _usedAssertion;

    /// <summary>The client with that id, where it is enabled.</summary>
    public async Task<OAuthClient?> FindAsync(string? clientId, CancellationToken cancellationToken) =>
        string.Equals(clientId, OAuthClient.ConsoleId, StringComparison.Ordinal) ? await console.FindAsync(cancellationToken)
        : clientId is { Length: > 0 and <= OAuthClient.ClientIdMaxLength }
            ? await db.OAuthClients.AsNoTracking().SingleOrDefaultAsync(c => c.ClientId == clientId && c.DisabledAt == null, cancellationToken)
            : null;

    /// <summary>The client that the proof proves: a confidential one by its keys or else by one of its live secrets, a public one by having none.</summary>
    /// <remarks>An unknown client costs the same query, hash and audit as a wrong secret, so that the time tells nothing.</remarks>
    public async Task<Result<OAuthClient>> AuthenticateAsync(ClientProof proof, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var named = proof.ClientId ?? (proof.Assertion is { } shown ? assertions.ClaimedClient(shown) : null);
        var id = named is { Length: > 0 and <= OAuthClient.ClientIdMaxLength } text ? text : string.Empty;
        var found = await db.OAuthClients.AsNoTracking().Where(c => c.ClientId == id && c.DisabledAt == null)
            .Select(c => new
            {
                Client = c,
                Hashes = db.OAuthClientSecrets.Where(s => s.OAuthClientId == c.Id && (s.ExpiresAt == null || s.ExpiresAt > now)).Select(s => s.SecretHash).ToList(),
            })
            .SingleOrDefaultAsync(cancellationToken);

        var holdsSecret = Holds(found?.Hashes ?? [], proof.Secret);
        if (found is not null && await IsProvedAsync(found.Client, proof, holdsSecret, cancellationToken))
        {
            // From here on the audit names it, whatever it asks for.
            scope.Actor = scope.Actor with { OAuthClientId = found.Client.Id };
            return found.Client;
        }

        return await FailedAsync("oauth.clientRefused", found?.Client.Id, cancellationToken) is { } limited ? limited : new ClientRefused();
    }

    /// <summary>Counts a failure of a client from the caller's place, and writes it down while there are not too many.</summary>
    /// <param name="action">What the audit calls it.</param>
    /// <param name="oAuthClientId">Null for those that do not exist, which count together: names are made up as fast as they are sent.</param>
    /// <returns>What to answer when there are too many; what was changed is kept.</returns>
    public async Task<TooManyClientFailures?> FailedAsync(string action, Guid? oAuthClientId, CancellationToken cancellationToken)
    {
        // First the claim: what is beyond the limit leaves no more lines that are kept for good.
        if (await limits.TakeAsync(Failures, $"{scope.Tenant.Id:N}\n{oAuthClientId?.ToString("N") ?? "unknown"}\n{SourceNetwork.Of(scope.RemoteAddress)}", cancellationToken) is { } limited)
        {
            return new TooManyClientFailures(limited.RetryAfterSeconds);
        }

        await audit.RecordAsync(action, "oauthClient", oAuthClientId, cancellationToken);
        return null;
    }

    private async Task<bool> IsProvedAsync(OAuthClient client, ClientProof proof, bool holdsSecret, CancellationToken cancellationToken)
    {
        if (client.Kind == OAuthClientKind.Public || proof.Assertion is null)
        {
            return client.Kind == OAuthClientKind.Public ? proof is { Secret: null, Assertion: null } : holdsSecret && client.Keys.Count == 0;
        }

        if (!string.Equals(_usedAssertion, proof.Assertion, StringComparison.Ordinal))
        {
            _usedAssertion = await assertions.UseAsync(client, proof, cancellationToken) ? proof.Assertion : null;
        }

        return _usedAssertion is not null;
    }

    private static bool Holds(List<byte[]> hashes, string? secret)
    {
        var shown = SHA256.HashData(Encoding.UTF8.GetBytes(secret ?? string.Empty));
        var holds = false;
        foreach (var hash in hashes.Count > 0 ? hashes : Decoy)
        {
            holds |= CryptographicOperations.FixedTimeEquals(shown, hash);
        }

        return holds && secret is not null && hashes.Count > 0;
    }
}
