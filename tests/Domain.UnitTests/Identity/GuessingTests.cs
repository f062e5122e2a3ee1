using Satcom.Domain.Identity;

namespace Satcom.Domain.UnitTests.Identity;

public sealed class GuessingTests
{
    private const int Guesses = 100_000;
    private static readonly DateTimeOffset Start = new(2026, 3, 3, 4, 0, 0, TimeSpan.Zero);

    /// <summary>Guesses at one account for four days, as fast as codes can be had, with the rules that the service takes in this order.</summary>
    [Fact]
    public void L13_AHundredThousandGuesses_AreJudgedFivePerCodeTenPerDayOnThreeCodesPerQuarter()
    {
        var (tenant, user) = (Guid.CreateVersion7(Start), Guid.CreateVersion7(Start));
        var (codes, tries) = (new Allowance(tenant, [1]), new Allowance(tenant, [2]));
        AllowanceLimit[] ofCodes = [new(3, TimeSpan.FromMinutes(15))];
        AllowanceLimit[] ofTries = [new(10, TimeSpan.FromDays(1))];
        var (opened, judged) = (new List<DateTimeOffset>(), new List<DateTimeOffset>());
        DeviceChallenge? challenge = null;
        for (var i = 0; i < Guesses; i++)
        {
            var now = Start + (TimeSpan.FromDays(4) / Guesses * i);
            if (challenge?.IsOpen(now) != true && codes.Take(ofCodes, now) is null)
            {
                challenge = new DeviceChallenge(tenant, Guid.CreateVersion7(now), user, [3], CodeChannel.Sms, "Phone", "ios", fingerprintHash: null, now);
                challenge.Send([4], now);
                opened.Add(now);
            }

            if (challenge?.IsOpen(now) == true && tries.Take(ofTries, now) is null)
            {
                challenge.Miss();
                challenge.Tries.ShouldBeLessThanOrEqualTo(DeviceChallenge.MaxTries);
                judged.Add(now);
            }
        }

        judged.Count.ShouldBe(40);
        judged.ShouldAllBe(at => judged.Count(other => other > at - TimeSpan.FromDays(1) && other <= at) <= 10);
        opened.ShouldAllBe(at => opened.Count(other => other > at - TimeSpan.FromMinutes(15) && other <= at) <= 3);
        opened.Count.ShouldBeGreaterThan(100);
    }
}
