using Satcom.Domain.Identity;

namespace Satcom.Application.Identity;

/// <summary>Mails links with which people set their own password; administrators never see or set one.</summary>
public interface IPasswordLinks
{
    /// <summary>Queues the invitation of a new account, with a link that works once within 72 hours; earlier links end.</summary>
    void Invite(User user, DateTimeOffset now);

    /// <summary>Queues a link that works once within 30 minutes; earlier links end.</summary>
    void Reset(User user, DateTimeOffset now);
}
