using Satcom.Application.Common;
using Satcom.Domain.Identity;

namespace Satcom.Application.Identity;

/// <summary>The passwords that everybody tries first.</summary>
public interface ICommonPasswords
{
    /// <summary>True when the lower-case text is one of them.</summary>
    bool Contains(string lowerCase);
}

/// <summary>Passwords that are known to have leaked, as another service has them.</summary>
public interface ILeakedPasswords
{
    /// <summary>True when the password is one of them; false also where nobody is asked, or nobody answers.</summary>
    Task<bool> ContainsAsync(string password, CancellationToken cancellationToken);
}

/// <summary>What a new password must be. Long and not guessable; which characters it is made of is nobody's business.</summary>
internal sealed class PasswordRules(RequestScope scope, ICommonPasswords common, ILeakedPasswords leaked)
{
    public const int MaxLength = 128;

    private const string Product = "satcom";
    private const int WordMinLength = 4;
    private const int RestMinLength = 8;
    private const int DistinctMin = 5;

    /// <summary>Why the person cannot have it; null when they can.</summary>
    /// <param name="field">The request's field, for the answer.</param>
    public async Task<ValidationFailed?> JudgeAsync(User user, string password, string field, CancellationToken cancellationToken) =>
        Judge(user, password, field) ?? (await leaked.ContainsAsync(password, cancellationToken) ? ValidationFailed.Of(field, "too_common") : null);

    /// <summary>What can be said without asking anybody.</summary>
    public ValidationFailed? Judge(User user, string password, string field)
    {
        var min = scope.Tenant.Settings.PasswordMinLength;
        if (CharacterLimit.Count(password) < min)
        {
            return new ValidationFailed(new Dictionary<string, IReadOnlyList<FieldError>>(StringComparer.Ordinal) { [field] = [new FieldError("too_short", min)] });
        }

        var lower = password.ToLowerInvariant();
        if (common.Contains(lower) || common.Contains(lower.TrimEnd([.. "0123456789!?.@#$*-_ "])) || lower.EnumerateRunes().Distinct().Count() < DistinctMin || IsSequence(lower))
        {
            return ValidationFailed.Of(field, "too_common");
        }

        var rest = Words(user).Aggregate(lower, (text, word) => text.Replace(word, string.Empty, StringComparison.Ordinal));
        return rest.Length < lower.Length && CharacterLimit.Count(rest) < RestMinLength ? ValidationFailed.Of(field, "too_personal") : null;
    }

    /// <summary>Each character follows the one before, as in 1234567890123 or abcdefgh.</summary>
    private static bool IsSequence(string text)
    {
        var breaks = 0;
        for (var i = 1; i < text.Length; i++)
        {
            breaks += Math.Abs(text[i] - text[i - 1]) == 1 ? 0 : 1;
        }

        return breaks <= text.Length / WordMinLength;
    }

    private IEnumerable<string> Words(User user) =>
        new[] { Product, scope.Tenant.Slug, scope.Tenant.Name, user.Email, user.DisplayName }
            .Append(user.Email[..Math.Max(0, user.Email.IndexOf('@', StringComparison.Ordinal))])
            .SelectMany(text => text.Split([' ', '.', '@', '-', '_'], StringSplitOptions.RemoveEmptyEntries).Append(text))
            .Select(word => word.ToLowerInvariant())
            .Where(word => word.Length >= WordMinLength)
            .Distinct(StringComparer.Ordinal)
            .OrderByDescending(word => word.Length);
}
