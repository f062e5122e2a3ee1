using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Application.Notifications;
using Satcom.Domain.Identity;
using Satcom.Domain.Tenancy;

namespace Satcom.Application.Identity;

/// <summary>Which devices need no code, and the sessions that start on devices.</summary>
internal sealed class DeviceTrust(ISatcomDb db, RequestScope scope, ISignInSecrets secrets, ISessionWrites sessions, IMessenger messenger, TimeProvider time)
{
    private const string Unknown = "unknown";

    /// <summary>SHA-256 of what a device calls itself; null where it says nothing.</summary>
    public static byte[]? FingerprintHash(DeviceInfo? device) =>
        device?.Fingerprint is { Length: > 0 } fingerprint ? SHA256.HashData(Encoding.UTF8.GetBytes(fingerprint)) : null;

    /// <summary>The person's device whose secret is shown; null where none is.</summary>
    public async Task<Shown?> FindAsync(User user, string? deviceToken, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (scope.Tenant.Settings.DeviceVerification != DeviceVerification.NewDevices
            || deviceToken is null || DeviceToken.Parse(deviceToken) is not var (text, id) || secrets.Read(SecretKind.Device, text) is not var (tenantId, hash) || tenantId != user.TenantId)
        {
            return null;
        }

        var device = await db.TrustedDevices.SingleOrDefaultAsync(d => d.Id == id && d.UserId == user.Id, cancellationToken);
        return device is null ? null : new Shown(device, device.Judge(hash, now));
    }

    /// <summary>Whether the tenant lets the device in without a code.</summary>
    /// <param name="wantsMoreProof">True where a password alone is not enough just now, whatever the tenant asks for.</param>
    public Proof Judge(User user, Shown? shown, bool wantsMoreProof, DateTimeOffset now)
    {
        if (scope.Tenant.Settings.DeviceVerification == DeviceVerification.Off)
        {
            return new Proof(IsEnough: !wantsMoreProof, Device: null, NextToken: null);
        }

        switch (shown?.Worth)
        {
            case DeviceProof.Good:
                var (next, nextHash) = secrets.Create(SecretKind.Device, user.TenantId);
                shown.Device.Use(nextHash, now);
                return new Proof(IsEnough: true, shown.Device, DeviceToken.Write(next, shown.Device.Id));
            case DeviceProof.Parallel:
                return new Proof(IsEnough: true, shown.Device, NextToken: null);
            case DeviceProof.Copied:
                // Nobody can tell the copy from the device, so both prove themselves anew.
                scope.AuditReason = "device_token_copied";
                Revoke(shown.Device, TrustEnd.Copied, now);
                messenger.Mail(user.Email, user.DisplayName, new DeviceCopiedNotice(shown.Device.Name, now));
                return new Proof(IsEnough: false, Device: null, NextToken: null);
            default:
                return new Proof(IsEnough: false, Device: null, NextToken: null);
        }
    }

    /// <summary>Tells the person of a device that none of their sessions was on, where no code proves it; there is nothing to tell of a first one.</summary>
    public async Task TellOfNewAsync(User user, DeviceInfo? device, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var fingerprint = FingerprintHash(device);
        var sessions = db.Sessions.Where(s => s.UserId == user.Id);
        if (await sessions.AnyAsync(cancellationToken) && !await sessions.AnyAsync(s => s.FingerprintHash == fingerprint, cancellationToken))
        {
            messenger.Mail(user.Email, user.DisplayName, new NewDeviceNotice(NameOf(device), now));
        }
    }

    /// <summary>Starts a session on a device.</summary>
    public Session Start(User user, DeviceInfo? device, Guid? deviceId, bool isCodeProved, DateTimeOffset now) =>
        Start(user, NameOf(device), PlatformOf(device), FingerprintHash(device), deviceId, isCodeProved, now);

    /// <summary>Starts a session on a device that a code has just proved, trusts it where that is asked for, and tells the person.</summary>
    public async Task<SessionStarted> StartProvedAsync(User user, DeviceChallenge challenge, bool isTrusted, DateTimeOffset now, CancellationToken cancellationToken)
    {
        Guid? deviceId = null;
        string? token = null;
        if (isTrusted && scope.Tenant.Settings.DeviceVerification == DeviceVerification.NewDevices)
        {
            await MakeRoomAsync(user, now, cancellationToken);
            var (text, hash) = secrets.Create(SecretKind.Device, user.TenantId);
            var device = new TrustedDevice(user.TenantId, time.New(), user.Id, hash, challenge.DeviceName, challenge.Platform, now);
            db.TrustedDevices.Add(device);
            deviceId = device.Id;
            token = DeviceToken.Write(text, device.Id);
        }

        messenger.Mail(user.Email, user.DisplayName, new NewDeviceNotice(challenge.DeviceName, now));
        return new SessionStarted(user, Start(user, challenge.DeviceName, challenge.Platform, challenge.FingerprintHash, deviceId, isCodeProved: true, now), token);
    }

    /// <summary>Ends the trust of a device and the sessions that it was good for, with what programs were granted in them.</summary>
    public void Revoke(TrustedDevice device, TrustEnd reason, DateTimeOffset now)
    {
        device.Revoke(reason, now);
        sessions.End(new SessionsToEnd(device.UserId, SessionEnd.Revoked, now) { DeviceId = device.Id });
    }

    public static string NameOf(DeviceInfo? device) => string.IsNullOrWhiteSpace(device?.Name) ? Unknown : device.Name;

    public static string PlatformOf(DeviceInfo? device) => string.IsNullOrWhiteSpace(device?.Platform) ? Unknown : device.Platform;

    private Session Start(User user, string name, string platform, byte[]? fingerprintHash, Guid? deviceId, bool isCodeProved, DateTimeOffset now)
    {
        var session = new Session(user.TenantId, time.New(), user.Id, name, platform, now);
        session.StartOn(deviceId, fingerprintHash, isCodeProved);
        db.Sessions.Add(session);
        sessions.Start(session, user.Version);
        return session;
    }

    private async Task MakeRoomAsync(User user, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var live = await db.TrustedDevices.Where(d => d.UserId == user.Id && d.RevokedAt == null && d.ExpiresAt > now).OrderBy(d => d.LastUsedAt).ToListAsync(cancellationToken);
        foreach (var device in live.Take(live.Count - TrustedDevice.MaxPerUser + 1))
        {
            Revoke(device, TrustEnd.Replaced, now);
        }
    }

    /// <summary>A device whose secret was shown, and what the secret is worth.</summary>
    internal sealed record Shown(TrustedDevice Device, DeviceProof Worth)
    {
        public bool IsKnown => Worth is DeviceProof.Good or DeviceProof.Parallel;
    }

    /// <summary>What a device's secret proved.</summary>
    /// <param name="IsEnough">True when no code is needed.</param>
    /// <param name="NextToken">The secret that the device holds from now on.</param>
    internal readonly record struct Proof(bool IsEnough, TrustedDevice? Device, string? NextToken);

    /// <summary>A device's secret with the device's id behind it, so that an old secret is known for what it is.</summary>
    private static class DeviceToken
    {
        public static string Write(string secret, Guid deviceId) => $"{secret}.{deviceId:N}";

        public static (string Secret, Guid DeviceId)? Parse(string token) =>
            token.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot && Guid.TryParseExact(token[(dot + 1)..], "N", out var id) ? (token[..dot], id) : null;
    }
}
