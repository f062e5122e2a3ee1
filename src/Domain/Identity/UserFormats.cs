using System.Text.RegularExpressions;

namespace Satcom.Domain.Identity;

/// <summary>The forms that an account's address, name and number must have.</summary>
public static partial class UserFormats
{
    /// <summary>E.164: a plus, the country's digit and at most fifteen digits in all. The database holds it too.</summary>
    public const string Phone = "^\\+[1-9][0-9]{6,14}$";

    private const int TimeoutMilliseconds = 1000;

    /// <summary>True for an address of plain ASCII that any mail server takes, without quotes, comments and address literals.</summary>
    public static bool IsEmail(string text) => text.Length <= User.EmailMaxLength && EmailPattern().IsMatch(text);

    /// <summary>True for an E.164 number.</summary>
    public static bool IsPhone(string text) => PhonePattern().IsMatch(text);

    /// <summary>True for text on one line, without control characters: it stands in mail headers.</summary>
    public static bool IsOneLine(string text) => !text.Any(c => char.IsControl(c) || c is '\u2028' or '\u2029' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069'));

    [GeneratedRegex("\\A[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\\.)+[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, TimeoutMilliseconds)]
    private static partial Regex EmailPattern();

    [GeneratedRegex("\\A\\+[1-9][0-9]{6,14}\\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, TimeoutMilliseconds)]
    private static partial Regex PhonePattern();
}
