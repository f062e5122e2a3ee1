using System.Buffers.Text;
using Satcom.Application.Common;

namespace Satcom.Application.UnitTests.Common;

public sealed class CursorTests
{
    private static readonly Guid Id = Guid.Parse("0192f0c1-0000-7000-8000-000000000001");

    [Fact]
    public void TryParse_OfAnyCursor_GivesItBack()
    {
        foreach (var key in (long[])[long.MinValue, -1, 0, 1, 739_312, 638_000_000_000_000_000, long.MaxValue])
        {
            foreach (var id in (Guid[])[Id, Guid.Empty, Guid.AllBitsSet])
            {
                Cursor.TryParse(new Cursor(key, id).ToString(), out var read).ShouldBeTrue();
                read.ShouldBe(new Cursor(key, id));
            }
        }
    }

    [Fact]
    public void Instant_And_Date_ComeBackWhole()
    {
        var instant = new DateTimeOffset(2026, 3, 2, 8, 0, 0, TimeSpan.FromHours(4)).AddTicks(7);
        Cursor.Of(instant, Id).Instant.ShouldBe(instant.ToUniversalTime());
        Cursor.Of(new DateOnly(2026, 3, 2), Id).Date.ShouldBe(new DateOnly(2026, 3, 2));
    }

    [Theory]
    [InlineData(long.MinValue)]
    [InlineData(long.MaxValue)]
    [InlineData(-1)]
    public void Instant_And_Date_OfAForgedKey_StayWithinTheirRange(long key)
    {
        var cursor = new Cursor(key, Id);

        cursor.Instant.UtcTicks.ShouldBeInRange(DateTime.MinValue.Ticks, DateTime.MaxValue.Ticks);
        cursor.Date.DayNumber.ShouldBeInRange(0, DateOnly.MaxValue.DayNumber);
    }

    [Fact]
    public void TryParse_OfAnythingElse_IsFalse()
    {
        var good = new Cursor(1, Id).ToString();
        var otherFormat = Base64Url.DecodeFromChars(good);
        otherFormat[0] = 2;
        foreach (var text in (string[])[string.Empty, "x", "null", good + "A", good[1..], good[..^1], "!" + good[1..], new string('A', 1000), Base64Url.EncodeToString(otherFormat)])
        {
            Cursor.TryParse(text, out _).ShouldBeFalse(text);
        }
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(3, false)]
    [InlineData(4, true)]
    public void ToPage_OfRows_HasACursorWhenThereAreMore(int rows, bool more)
    {
        var page = Paging.ToPage([.. Enumerable.Range(1, rows)], 3, n => new Cursor(n, Id));

        page.Items.ShouldBe(Enumerable.Range(1, Math.Min(rows, 3)));
        page.NextCursor.ShouldBe(more ? new Cursor(3, Id).ToString() : null);
    }
}
