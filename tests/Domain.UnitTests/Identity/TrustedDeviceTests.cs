using Satcom.Domain.Identity;

namespace Satcom.Domain.UnitTests.Identity;

public sealed class TrustedDeviceTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);
    private static readonly byte[] First = [1, 1];
    private static readonly byte[] Second = [2, 2];
    private static readonly byte[] Third = [3, 3];

    [Fact]
    public void L17_Judge_OfTheNewestSecretAlone_IsGood()
    {
        var device = Device();
        device.Judge(First, Start).ShouldBe(DeviceProof.Good);
        device.Use(Second, Start);

        device.Judge(Second, Start).ShouldBe(DeviceProof.Good);
        device.Judge(First, Start.AddSeconds(20)).ShouldBe(DeviceProof.Parallel);
        device.Judge(First, Start.AddSeconds(21)).ShouldBe(DeviceProof.Copied);

        // However many changes of the secret lie between.
        device.Use(Third, Start.AddSeconds(1));
        device.Judge(First, Start.AddSeconds(2)).ShouldBe(DeviceProof.Copied);
    }

    [Fact]
    public void L17_Trust_EndsNinetyDaysAfterItsLastUseAnd180AfterItsFirst()
    {
        var device = Device();
        device.IsLive(Start.AddDays(90)).ShouldBeFalse();
        device.Use(Second, Start.AddDays(89));
        device.IsLive(Start.AddDays(178)).ShouldBeTrue();
        device.Use(Third, Start.AddDays(178));
        device.IsLive(Start.AddDays(180).AddSeconds(-1)).ShouldBeTrue();
        device.Judge(Third, Start.AddDays(180)).ShouldBe(DeviceProof.None);
    }

    [Fact]
    public void L17_Judge_OfARevokedDevice_IsNothing()
    {
        var device = Device();
        device.Revoke(TrustEnd.Revoked, Start);
        device.Revoke(TrustEnd.Copied, Start.AddDays(1));

        device.Judge(First, Start).ShouldBe(DeviceProof.None);
        (device.RevokedAt, device.EndReason).ShouldBe((Start, TrustEnd.Revoked));
    }

    private static TrustedDevice Device() => new(Guid.Empty, Guid.Empty, Guid.Empty, First, "Phone", "ios", Start);
}
