using Microsoft.Extensions.DependencyInjection;
using Satcom.Application.Identity;
using Satcom.IntegrationTests.Common;

namespace Satcom.IntegrationTests.Identity.Limits;

/// <summary>Counts the passwords that are checked against a real hash.</summary>
internal sealed class CountingPasswords
{
    private int _checks;
    private int _hashes;
    private int _held;

    public int Checks => _checks;

    /// <summary>Passwords that were hashed, whether or not there was a hash to compare with.</summary>
    public int Hashes => _hashes;

    /// <summary>Checks that wait for <see cref="Until"/>.</summary>
    public int Held => Volatile.Read(ref _held);

    /// <summary>No password is checked before this has ended, as if the hasher had much to do; a caller's token ends the waiting.</summary>
    public Task Until { get; set; } = Task.CompletedTask;

    /// <summary>Stands between a service that is not started yet and its hasher.</summary>
    public void Watch(SatcomHost host) => host.ConfigureServices += services =>
    {
        var real = services.Single(d => d.ServiceType == typeof(IPasswordVerifier));
        services.Remove(real);
        services.AddSingleton<IPasswordVerifier>(provider => new Watched(this, (IPasswordVerifier)real.ImplementationFactory!(provider)));
    };

    private sealed class Watched(CountingPasswords count, IPasswordVerifier inner) : IPasswordVerifier
    {
        public async Task<bool> VerifyAsync(StoredPassword? stored, string password, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref count._hashes);
            if (stored is not null)
            {
                Interlocked.Increment(ref count._checks);
            }

            if (!count.Until.IsCompleted)
            {
                Interlocked.Increment(ref count._held);
                await count.Until.WaitAsync(cancellationToken);
            }

            return await inner.VerifyAsync(stored, password, cancellationToken);
        }

        public bool IsOutdated(StoredPassword stored) => inner.IsOutdated(stored);

        public Task<string> HashAsync(Guid tenantId, Guid userId, string password, CancellationToken cancellationToken) => inner.HashAsync(tenantId, userId, password, cancellationToken);
    }
}
