using Microsoft.Extensions.DependencyInjection;
using Satcom.Application.Identity;
using Satcom.IntegrationTests.Common;

namespace Satcom.IntegrationTests.Identity.Limits;

/// <summary>Counts the passwords that are checked against a real hash.</summary>
internal sealed class CountingPasswords
{
    private int _checks;
    private int _hashes;

    public int Checks => _checks;

    /// <summary>Passwords that were hashed, whether or not there was a hash to compare with.</summary>
    public int Hashes => _hashes;

    /// <summary>Stands between a service that is not started yet and its hasher.</summary>
    public void Watch(SatcomHost host) => host.ConfigureServices += services =>
    {
        var real = services.Single(d => d.ServiceType == typeof(IPasswordVerifier));
        services.Remove(real);
        services.AddSingleton<IPasswordVerifier>(provider => new Watched(this, (IPasswordVerifier)real.ImplementationFactory!(provider)));
    };

    private sealed class Watched(CountingPasswords count, IPasswordVerifier inner) : IPasswordVerifier
    {
        public Task<bool> VerifyAsync(string? hash, string password, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref count._hashes);
            if (hash is not null)
            {
                Interlocked.Increment(ref count._checks);
            }

            return inner.VerifyAsync(hash, password, cancellationToken);
        }

        public bool IsOutdated(string hash) => inner.IsOutdated(hash);

        public Task<string> HashAsync(string password, CancellationToken cancellationToken) => inner.HashAsync(password, cancellationToken);
    }
}
