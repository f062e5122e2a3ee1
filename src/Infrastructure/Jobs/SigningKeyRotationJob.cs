using Satcom.Infrastructure.Identity;

namespace Satcom.Infrastructure.Jobs;

/// <summary>
/// Keeps the signing keys moving while nodes run for months: a start alone would rotate only where there are starts. With it goes
/// whatever an older key-encryption key still guards.
/// </summary>
internal sealed class SigningKeyRotationJob(SigningKeyRotation keys, SignInDirectoryRenewal directory, PasswordHashRenewal passwords) : IJobWork
{
    public async Task RunAsync(JobProgress run, CancellationToken cancellationToken)
    {
        await keys.RotateAsync(cancellationToken);
        await directory.RenewAsync(cancellationToken);
        await passwords.RenewAsync(cancellationToken);
    }
}
