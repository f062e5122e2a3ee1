using Satcom.Domain.Presence;

namespace Satcom.Domain.UnitTests.Presence;

public sealed class PresencePolicyTests
{
    private static readonly DateTimeOffset Heard = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Away = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan Offline = TimeSpan.FromSeconds(300);

    [Theory]
    [InlineData(0, PresenceStatus.Online)]
    [InlineData(119, PresenceStatus.Online)]
    [InlineData(120, PresenceStatus.Away)]
    [InlineData(299, PresenceStatus.Away)]
    [InlineData(300, PresenceStatus.Offline)]
    [InlineData(1_000_000, PresenceStatus.Offline)]
    public void StatusAt_WhenOnlineWasClaimed_FollowsTheThresholds(int silence, PresenceStatus expected) =>
        PresencePolicy.StatusAt(Heard, Heard.AddSeconds(silence), Away, Offline, PresenceStatus.Online).ShouldBe(expected);

    [Theory]
    [InlineData(0, PresenceStatus.Away)]
    [InlineData(299, PresenceStatus.Away)]
    [InlineData(300, PresenceStatus.Offline)]
    public void StatusAt_WhenAwayWasClaimed_IsNeverOnline(int silence, PresenceStatus expected) =>
        PresencePolicy.StatusAt(Heard, Heard.AddSeconds(silence), Away, Offline, PresenceStatus.Away).ShouldBe(expected);

    [Fact]
    public void StatusAt_WhenTheClockWentBack_StaysOnline() =>
        PresencePolicy.StatusAt(Heard, Heard.AddHours(-1), Away, Offline, PresenceStatus.Online).ShouldBe(PresenceStatus.Online);

    [Fact]
    public void StatusAt_WhenOfflineComesBeforeAway_IsOfflineAtOnce() =>
        PresencePolicy.StatusAt(Heard, Heard.AddSeconds(60), Away, TimeSpan.FromSeconds(60), PresenceStatus.Online).ShouldBe(PresenceStatus.Offline);

    [Theory]
    [InlineData(PresenceStatus.Online, 0, 120)]
    [InlineData(PresenceStatus.Online, 120, 300)]
    [InlineData(PresenceStatus.Away, 0, 300)]
    [InlineData(PresenceStatus.Online, 300, null)]
    public void NextChangeAt_WhenSilent_IsTheNextThreshold(PresenceStatus claimed, int silence, int? expected) =>
        PresencePolicy.NextChangeAt(Heard, Heard.AddSeconds(silence), Away, Offline, claimed)
            .ShouldBe(expected is { } seconds ? Heard.AddSeconds(seconds) : null);

    [Fact]
    public void NextChangeAt_WhenReached_ChangesTheStatusAndNotBefore()
    {
        for (var silence = 0; silence < 300; silence++)
        {
            var now = Heard.AddSeconds(silence);
            var next = PresencePolicy.NextChangeAt(Heard, now, Away, Offline, PresenceStatus.Online)!.Value;
            var status = PresencePolicy.StatusAt(Heard, now, Away, Offline, PresenceStatus.Online);
            PresencePolicy.StatusAt(Heard, next.AddTicks(-1), Away, Offline, PresenceStatus.Online).ShouldBe(status);
            PresencePolicy.StatusAt(Heard, next, Away, Offline, PresenceStatus.Online).ShouldNotBe(status);
        }
    }
}
