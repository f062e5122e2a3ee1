using Satcom.Domain.Identity;

namespace Satcom.Application.Identity;

/// <summary>Mails links with which people set their own password; administrators never see or set one.</summary>
public interface IPasswordLinks
{
    /// <summary>Queues the invitation of a new account, with a link that works once within 72 hours; earlier links end.</summary>
    /// <param name="user">Who is invited.</param>
    /// <param name="now">The present.</param>
    /// <param name="locale">The mail's language, en or ar; the company's where it is null.</param>
    void Invite(User user, DateTimeOffset now, string? locale = null);

    /// <summary>Queues a link that works once within 30 minutes; earlier links end.</summary>
    void Reset(User user, DateTimeOffset now);

    /// <summary>Uses up every link of a person that was mailed and not followed.</summary>
    Task EndAsync(Guid userId, DateTimeOffset now, CancellationToken cancellationToken);
}
