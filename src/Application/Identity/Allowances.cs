using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Identity;

namespace Satcom.Application.Identity;

/// <summary>Takes from the allowances of a tenant, in the transaction of what they allow.</summary>
internal sealed class Allowances(ISatcomDb db, ISignInSecrets secrets, RequestScope scope, TimeProvider time)
{
    /// <summary>Codes to one number or address.</summary>
    public static readonly Kind CodeSend = new("code-send", new(1, TimeSpan.FromSeconds(60)), new(5, TimeSpan.FromHours(1)), new(10, TimeSpan.FromDays(1)));

    /// <summary>Codes for another number that are tried for one account.</summary>
    public static readonly Kind PhoneCodeTry = new("phone-code-try", new AllowanceLimit(10, TimeSpan.FromDays(1)));

    /// <summary>Attempts of one account that wait for a code.</summary>
    public static readonly Kind LiveCode = new("live-code", new AllowanceLimit(3, TimeSpan.FromMinutes(15)));

    /// <summary>Codes that are tried for one account.</summary>
    public static readonly Kind CodeTry = new("code-try", new AllowanceLimit(10, TimeSpan.FromDays(1)));

    /// <summary>Reset mails to one address that one source asked for: fewer than the address gets, so that a stranger leaves some to its owner.</summary>
    public static readonly Kind ResetMailOfSource = new("reset-mail-of-source", new AllowanceLimit(2, TimeSpan.FromHours(1)));

    /// <summary>Reset mails to one address that administrators asked for.</summary>
    public static readonly Kind ResetMailByAdministrator = new("reset-mail-by-administrator", new AllowanceLimit(3, TimeSpan.FromHours(1)));

    /// <summary>Reset mails to one address that anybody asked for.</summary>
    public static readonly Kind ResetMail = new("reset-mail", new AllowanceLimit(3, TimeSpan.FromHours(1)));

    /// <summary>Reset mails that one source asked for.</summary>
    public static readonly Kind ResetSource = new("reset-source", new AllowanceLimit(20, TimeSpan.FromHours(1)));

    /// <summary>Requests for leave of one person.</summary>
    public static readonly Kind LeaveRequest = new("leave-request", new AllowanceLimit(60, TimeSpan.FromDays(1)));

    /// <summary>Requests for leave of one person that are mailed to those who decide; further ones wait in their list.</summary>
    public static readonly Kind LeaveNotice = new("leave-notice", new(6, TimeSpan.FromHours(1)), new(20, TimeSpan.FromDays(1)));

    /// <summary>Takes one for a subject.</summary>
    /// <returns>Null when it was granted; else whole seconds until it can be.</returns>
    public async Task<int?> TakeAsync(Kind kind, string subject, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var key = secrets.KeyOf(kind.Name, subject);
        if (await db.Allowances.SingleOrDefaultAsync(a => a.Key == key, cancellationToken) is not { } allowance)
        {
            // Of two first takings one meets the primary key and looks again.
            allowance = new Allowance(scope.Tenant.Id, key);
            db.Allowances.Add(allowance);
        }

        return allowance.Take(kind.Limits, now);
    }

    /// <summary>Gives back what was taken for a subject at a moment of this very request, because it is not to count after all.</summary>
    public void GiveBack(Kind kind, string subject, DateTimeOffset at)
    {
        var key = secrets.KeyOf(kind.Name, subject);
        db.Allowances.Local.FirstOrDefault(a => a.Key.AsSpan().SequenceEqual(key))?.GiveBack(at);
    }

    /// <summary>Gives a person back what holds them up while they prove themselves: attempts, tries, and codes to their addresses and numbers.</summary>
    public async Task ForgetAsync(User user, CancellationToken cancellationToken)
    {
        var account = user.Id.ToString();
        var keys = ((Kind[])[LiveCode, CodeTry, PhoneCodeTry]).Select(kind => secrets.KeyOf(kind.Name, account)).ToList();
        keys.AddRange(((string?[])[user.Email, user.Phone, user.CodePhone(time.GetUtcNow())]).OfType<string>().Distinct(StringComparer.Ordinal).Select(place => secrets.KeyOf(CodeSend.Name, place)));
        db.Allowances.RemoveRange(await db.Allowances.Where(a => keys.Contains(a.Key)).ToListAsync(cancellationToken));
    }

    /// <summary>What is counted, and how much of it is granted.</summary>
    internal sealed record Kind(string Name, params IReadOnlyList<AllowanceLimit> Limits);
}
