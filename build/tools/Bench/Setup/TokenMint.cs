using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.Options;
using Satcom.Domain.Identity;
using Satcom.Infrastructure.Identity;
using Satcom.Infrastructure.Identity.Tokens;
using Satcom.Infrastructure.Persistence;

namespace Satcom.Bench.Setup;

/// <summary>Signs access tokens with the service's own key: a sign-in each would take minutes, as password hashes are slow by design.</summary>
internal sealed class TokenMint(string appConnectionString, string keyEncryptionKey, string issuer, TimeProvider time) : IDisposable
{
    private readonly Sealer _sealer = new([Convert.FromBase64String(keyEncryptionKey)]);

    public async Task<string[]> IssueAsync(Guid tenantId, IReadOnlyList<Person> people, CancellationToken cancellationToken)
    {
        var settings = Options.Create(new TokenOptions { Issuer = issuer });
        var contexts = new PooledDbContextFactory<SatcomDbContext>(new DbContextOptionsBuilder<SatcomDbContext>().UseNpgsql(appConnectionString).Options);
        using var keys = new SigningKeyRing(contexts, _sealer, settings, time);
        var tokens = new TokenIssuer(keys, settings, time);
        var now = time.GetUtcNow();
        var issued = new string[people.Count];
        for (var i = 0; i < issued.Length; i++)
        {
            var person = people[i];
            var user = new User(tenantId, person.Id, person.Email, person.Email, [person.Role], now);
            var session = new Session(tenantId, person.SessionId, person.Id, "bench", "web", now);
            issued[i] = (await tokens.IssueAccessTokenAsync(user, session, now, cancellationToken)).Token;
        }

        return issued;
    }

    public void Dispose() => _sealer.Dispose();
}
