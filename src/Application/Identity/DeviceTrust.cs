using System.Buffers.Text;
using System.Globalization;
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
    /// <summary>What the devices are counted as that an account has signed in on and that are trusted with nothing more.</summary>
    public const string Recognised = "recognised";

    /// <summary>SHA-256 of what a device calls itself; null where it says nothing.</summary>
    public static byte[]? FingerprintHash(DeviceInfo? device) =>
        device?.Fingerprint is { Length: > 0 } fingerprint ? SHA256.HashData(Encoding.UTF8.GetBytes(fingerprint)) : null;

    /// <summary>The person's device whose secret is shown; null where none is.</summary>
    /// <param name="user">Null where there is no such account. What is looked up follows from the secret's form alone, so that the time tells nothing.</param>
    public async Task<Shown?> FindAsync(User? user, string? deviceToken, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (deviceToken is null || !scope.HasTenant)
        {
            return null;
        }

        if (DeviceToken.Parse(deviceToken) is not var (text, id))
        {
            return DeviceToken.IsRecognition(deviceToken, RecognitionOf(user?.Id ?? Guid.Empty, user?.PasswordChangedAt)) && user is not null ? new Shown(Device: null, DeviceProof.None) : null;
        }

        if (secrets.Read(SecretKind.Device, text) is not var (_, hash))
        {
            return null;
        }

        var userId = user?.Id ?? Guid.Empty;
        var device = await db.TrustedDevices.SingleOrDefaultAsync(d => d.Id == id && d.UserId == userId, cancellationToken);
        return device is null ? null : new Shown(device, device.Judge(hash, now));
    }

    /// <summary>Whether the tenant lets the device in without a code.</summary>
    /// <param name="wantsMoreProof">True where a password alone is not enough just now, whatever the tenant asks for.</param>
    public Proof Judge(User user, Shown? shown, bool wantsMoreProof, DateTimeOffset now)
    {
        switch (scope.Tenant.Settings.DeviceVerification)
        {
            case DeviceVerification.Off:
                // A trusted device keeps the secret that it has, for the day on which codes are asked for again.
                return new Proof(IsEnough: !wantsMoreProof, Device: null, shown?.IsKnown == true ? null : Recognise(user));
            case DeviceVerification.EverySignIn:
                return new Proof(IsEnough: false, Device: null, NextToken: null);
        }

        switch (shown)
        {
            case { Worth: DeviceProof.Good, Device: { } device }:
                var (next, nextHash) = secrets.Create(SecretKind.Device, user.TenantId);
                device.Use(nextHash, now);
                return new Proof(IsEnough: true, device, DeviceToken.Write(next, device.Id));
            case { Worth: DeviceProof.Parallel, Device: { } device }:
                return new Proof(IsEnough: true, device, NextToken: null);
            case { Worth: DeviceProof.Copied, Device: { } device }:
                // Nobody can tell the copy from the device, so both prove themselves anew.
                scope.AuditReason = "device_token_copied";
                Revoke(device, TrustEnd.Copied, now);
                messenger.Mail(user.Email, user.DisplayName, new DeviceCopiedNotice(DeviceNames.ForMail(device.Name), now));
                return new Proof(IsEnough: false, Device: null, NextToken: null);
            default:
                return new Proof(IsEnough: false, Device: null, NextToken: null);
        }
    }

    /// <summary>
    /// Tells the person of a device that shows nothing it is known by, where no code proves it; there is nothing to tell of a first one.
    /// </summary>
    public async Task TellOfNewAsync(User user, Shown? shown, DeviceInfo? device, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (shown?.CountedAs is null && !await WasHereAsync(user, FingerprintHash(device), cancellationToken) && await db.Sessions.AnyAsync(s => s.UserId == user.Id, cancellationToken))
        {
            Tell(user, NameOf(device), now);
        }
    }

    /// <summary>
    /// What a device is known by that must be proved: what it calls itself, or else that it showed a secret which it was given before.
    /// Null where it shows neither.
    /// </summary>
    public byte[]? KnownBy(User user, Shown? shown, DeviceInfo? device) => FingerprintHash(device) ?? (shown?.CountedAs is null ? null : MarkOf(user));

    /// <summary>Starts a session on a device.</summary>
    public Session Start(User user, DeviceInfo? device, Guid? deviceId, bool isCodeProved, DateTimeOffset now) =>
        Start(user, NameOf(device), PlatformOf(device), FingerprintHash(device), deviceId, isCodeProved, now);

    /// <summary>Starts a session on a device that a code has just proved, trusts it where that is asked for, and tells the person.</summary>
    public async Task<SessionStarted> StartProvedAsync(User user, DeviceChallenge challenge, bool isTrusted, DateTimeOffset now, CancellationToken cancellationToken)
    {
        Guid? deviceId = null;
        string? token = null;
        var asked = scope.Tenant.Settings.DeviceVerification;
        var hasShown = challenge.FingerprintHash is { } known && CryptographicOperations.FixedTimeEquals(known, MarkOf(user));
        var fingerprint = hasShown ? null : challenge.FingerprintHash;
        if (!hasShown && !await WasHereAsync(user, fingerprint, cancellationToken))
        {
            Tell(user, challenge.DeviceName, now);
        }

        if (asked == DeviceVerification.NewDevices && isTrusted)
        {
            await MakeRoomAsync(user, now, cancellationToken);
            var (text, hash) = secrets.Create(SecretKind.Device, user.TenantId);
            var device = new TrustedDevice(user.TenantId, time.New(), user.Id, hash, challenge.DeviceName, challenge.Platform, now);
            db.TrustedDevices.Add(device);
            deviceId = device.Id;
            token = DeviceToken.Write(text, device.Id);
        }
        else if (isTrusted || asked == DeviceVerification.Off || (fingerprint is null && !hasShown))
        {
            // A device that calls itself nothing is known again by this alone; it spares nobody a code.
            token = Recognise(user);
        }

        return new SessionStarted(user, Start(user, challenge.DeviceName, challenge.Platform, fingerprint, deviceId, isCodeProved: true, now), token);
    }

    /// <summary>Ends the trust of a device and the sessions that it was good for, with what programs were granted in them.</summary>
    public void Revoke(TrustedDevice device, TrustEnd reason, DateTimeOffset now)
    {
        device.Revoke(reason, now);
        sessions.End(new SessionsToEnd(device.UserId, SessionEnd.Revoked, now) { DeviceId = device.Id });
    }

    /// <summary>True for the secret of a trusted device, false for one that only tells a device apart.</summary>
    public static bool IsOfTrust(string token) => !token.StartsWith(DeviceToken.RecognitionPrefix, StringComparison.Ordinal);

    public static string NameOf(DeviceInfo? device) => string.IsNullOrWhiteSpace(device?.Name) ? DeviceNames.Unknown : device.Name;

    public static string PlatformOf(DeviceInfo? device) => string.IsNullOrWhiteSpace(device?.Platform) ? DeviceNames.Unknown : device.Platform;

    private Session Start(User user, string name, string platform, byte[]? fingerprintHash, Guid? deviceId, bool isCodeProved, DateTimeOffset now)
    {
        var session = new Session(user.TenantId, time.New(), user.Id, name, platform, now);
        session.StartOn(deviceId, fingerprintHash, isCodeProved);
        db.Sessions.Add(session);
        sessions.Start(session, user.Version);
        return session;
    }

    /// <summary>True where a session of the person was on a device that called itself the same; one that says nothing was nowhere.</summary>
    private async Task<bool> WasHereAsync(User user, byte[]? fingerprint, CancellationToken cancellationToken) =>
        fingerprint is not null && await db.Sessions.AnyAsync(s => s.UserId == user.Id && s.FingerprintHash == fingerprint, cancellationToken);

    private void Tell(User user, string deviceName, DateTimeOffset now) => messenger.Mail(user.Email, user.DisplayName, new NewDeviceNotice(DeviceNames.ForMail(deviceName), now));

    /// <summary>What stands in an attempt in a fingerprint's place: that its device showed a secret of the person's.</summary>
    private byte[] MarkOf(User user) => secrets.KeyOf("known-device", $"{user.TenantId:N}\n{user.Id:N}");

    /// <summary>
    /// What lets a device that signed in be counted apart from strangers, and nothing else: wrong passwords from elsewhere do not hold
    /// it up. It is kept nowhere and ends with the password.
    /// </summary>
    private string Recognise(User user) => DeviceToken.WriteRecognition(RecognitionOf(user.Id, user.PasswordChangedAt));

    private byte[] RecognitionOf(Guid userId, DateTimeOffset? passwordChangedAt) =>
        secrets.KeyOf("recognised-device", string.Create(CultureInfo.InvariantCulture, $"{scope.Tenant.Id:N}\n{userId:N}\n{passwordChangedAt?.UtcTicks}"));

    private async Task MakeRoomAsync(User user, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var live = await db.TrustedDevices.Where(d => d.UserId == user.Id && d.RevokedAt == null && d.ExpiresAt > now).OrderBy(d => d.LastUsedAt).ToListAsync(cancellationToken);
        foreach (var device in live.Take(live.Count - TrustedDevice.MaxPerUser + 1))
        {
            Revoke(device, TrustEnd.Replaced, now);
        }
    }

    /// <summary>A device whose secret was shown, and what the secret is worth.</summary>
    /// <param name="Device">Null for one that was only recognised.</param>
    internal sealed record Shown(TrustedDevice? Device, DeviceProof Worth)
    {
        public bool IsKnown => Worth is DeviceProof.Good or DeviceProof.Parallel;

        /// <summary>What its attempts are counted as; null for a stranger's.</summary>
        public string? CountedAs => Device is null ? Recognised : IsKnown ? Device.Id.ToString() : null;
    }

    /// <summary>What a device's secret proved.</summary>
    /// <param name="IsEnough">True when no code is needed.</param>
    /// <param name="NextToken">The secret that the device holds from now on.</param>
    internal readonly record struct Proof(bool IsEnough, TrustedDevice? Device, string? NextToken);

    /// <summary>A device's secret with the device's id behind it, so that an old secret is known for what it is.</summary>
    private static class DeviceToken
    {
        public const string RecognitionPrefix = "sdr_";

        public static string WriteRecognition(byte[] recognition) => RecognitionPrefix + Base64Url.EncodeToString(recognition);

        public static bool IsRecognition(string token, byte[] expected) =>
            CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(token), Encoding.UTF8.GetBytes(WriteRecognition(expected)));

        public static string Write(string secret, Guid deviceId) => $"{secret}.{deviceId:N}";

        public static (string Secret, Guid DeviceId)? Parse(string token) =>
            token.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot && Guid.TryParseExact(token[(dot + 1)..], "N", out var id) ? (token[..dot], id) : null;
    }
}
