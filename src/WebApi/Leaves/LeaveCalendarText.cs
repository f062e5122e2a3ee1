using System.Globalization;
using System.Text;
using Satcom.Application.Leaves;
using Satcom.Domain.Leaves;
using Satcom.WebApi.Common.Problems;

namespace Satcom.WebApi.Leaves;

/// <summary>Approved leave as iCalendar (RFC 5545).</summary>
internal static class LeaveCalendarText
{
    public const string MediaType = "text/calendar; charset=utf-8";

    /// <summary>Lines are folded so that none is longer, in octets (section 3.1).</summary>
    private const int LineOctets = 75;

    /// <summary>The feed; events keep their UID for as long as the leave is there.</summary>
    /// <param name="language">The company's: a calendar program asks for none.</param>
    public static string Of(LeaveFeedContent content, string host, Language language)
    {
        var text = new StringBuilder();
        Line(text, "BEGIN:VCALENDAR");
        Line(text, "VERSION:2.0");
        Line(text, "PRODID:-//Satcom//Leave//EN");
        Line(text, "CALSCALE:GREGORIAN");
        Line(text, "METHOD:PUBLISH");
        Line(text, $"X-WR-CALNAME:{Escape(content.CompanyName)}");
        Line(text, "REFRESH-INTERVAL;VALUE=DURATION:PT1H");
        foreach (var item in content.Items)
        {
            Line(text, "BEGIN:VEVENT");
            Line(text, $"UID:{item.Id:D}@{host}");
            Line(text, string.Create(CultureInfo.InvariantCulture, $"DTSTAMP:{content.At.UtcDateTime:yyyyMMdd'T'HHmmss'Z'}"));
            Line(text, string.Create(CultureInfo.InvariantCulture, $"DTSTART;VALUE=DATE:{item.From:yyyyMMdd}"));

            // The end is the date behind the last one (section 3.6.1).
            Line(text, string.Create(CultureInfo.InvariantCulture, $"DTEND;VALUE=DATE:{item.To.AddDays(1):yyyyMMdd}"));
            Line(text, $"SUMMARY:{Escape(Summary(item, language))}");
            Line(text, item.Portion == LeavePortion.Full ? "TRANSP:OPAQUE" : "TRANSP:TRANSPARENT");
            Line(text, "END:VEVENT");
        }

        Line(text, "END:VCALENDAR");
        return text.ToString();
    }

    /// <summary>A value of type TEXT (section 3.3.11).</summary>
    internal static string Escape(string text) => text
        .Replace("\\", "\\\\", StringComparison.Ordinal).Replace(";", "\\;", StringComparison.Ordinal).Replace(",", "\\,", StringComparison.Ordinal)
        .Replace("\r\n", "\\n", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal).Replace("\r", "\\n", StringComparison.Ordinal);

    /// <summary>Writes a line in pieces that are not too long; none splits a character.</summary>
    internal static void Line(StringBuilder text, string line)
    {
        var octets = 0;
        foreach (var rune in line.EnumerateRunes())
        {
            if (octets + rune.Utf8SequenceLength > LineOctets)
            {
                text.Append("\r\n ");
                octets = 1;
            }

            text.Append(rune.ToString());
            octets += rune.Utf8SequenceLength;
        }

        text.Append("\r\n");
    }

    private static string Summary(LeaveCalendarItem item, Language language)
    {
        var what = item.LeaveTypeName is { } type ? $"{item.DisplayName}: {type}" : item.DisplayName;
        return item.Portion == LeavePortion.Full ? what
            : $"{what} ({ProblemTexts.In(language).Portion(item.Portion).Replace("{minutes}", string.Create(CultureInfo.InvariantCulture, $"{item.Minutes}"), StringComparison.Ordinal)})";
    }
}
