using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Application.Notifications;
using Satcom.Application.People;
using Satcom.Domain.Common;
using Satcom.Domain.Identity;

namespace Satcom.Application.Identity;

/// <summary>Asks for another number: a code goes to the old one, or by mail where there is none. Asking again replaces the code.</summary>
/// <param name="Phone">The new number in E.164.</param>
[SignedIn]
[NoReplay]
[AuditAction("auth.phoneChangeAsk")]
[Fails<Forbidden>]
[Fails<ReauthenticationRequired>]
[Fails<PhoneUnchanged>]
[Fails<PhoneCountryRefused>]
[Fails<RateLimited>]
public sealed record AskPhoneChangeCommand(string Phone) : ICommand<PhoneChangeDto>
{
    /// <inheritdoc/>
    public override string ToString() => nameof(AskPhoneChangeCommand);
}

internal sealed class AskPhoneChangeValidator : AbstractValidator<AskPhoneChangeCommand>
{
    public AskPhoneChangeValidator() => RuleFor(c => c.Phone).NotEmpty().IsPhone();
}

internal sealed class AskPhoneChangeHandler(
    ISatcomDb db, RequestScope scope, FreshProof proof, Allowances allowances, TextMessages texts, ISignInSecrets secrets, ISessionWrites sessions, IMessenger messenger, TimeProvider time)
    : IRequestHandler<AskPhoneChangeCommand, Result<PhoneChangeDto>>
{
    public async Task<Result<PhoneChangeDto>> Handle(AskPhoneChangeCommand request, CancellationToken cancellationToken)
    {
        if (scope.Actor.Kind == ActorKind.PlatformScope)
        {
            // The account lives at home.
            return new Forbidden();
        }

        if (await proof.JudgeAsync(cancellationToken) is { } stale)
        {
            return stale;
        }

        var (me, now) = (scope.Actor.UserId, time.GetUtcNow());
        var user = await db.Users.SingleAsync(u => u.Id == me, cancellationToken);

        // The code goes where codes go at the commit, and not where they went before an administrator's change.
        sessions.DependOn(user.Id, user.Version);
        if (string.Equals(user.Phone, request.Phone, StringComparison.Ordinal))
        {
            return new PhoneUnchanged();
        }

        if (!await texts.MayChooseAsync(request.Phone, cancellationToken))
        {
            return new PhoneCountryRefused();
        }

        var (channel, destination) = user.CodePhone(now) is { } old && texts.MaySendTo(old) ? (CodeChannel.Sms, old) : (CodeChannel.Mail, user.Email);
        if (await allowances.TakeAsync(Allowances.CodeSend, destination, now, cancellationToken) is { } wait)
        {
            return new RateLimited(wait);
        }

        if (channel == CodeChannel.Sms && !await texts.TakeAsync(destination, cancellationToken))
        {
            (channel, destination) = (CodeChannel.Mail, user.Email);
        }

        if (await db.PhoneChanges.SingleOrDefaultAsync(c => c.UserId == me, cancellationToken) is not { } change)
        {
            change = new PhoneChange(user.TenantId, time.New(), me);
            db.PhoneChanges.Add(change);
        }

        var code = secrets.CreateCode();
        change.Ask(request.Phone, secrets.HashCode(change.TenantId, change.Id, code), now);
        var content = new PhoneChangeCode(code, request.Phone[^2..], (int)PhoneChange.CodeLifetime.TotalMinutes);
        if (channel == CodeChannel.Sms)
        {
            messenger.Sms(destination, content);
        }
        else
        {
            messenger.Mail(destination, user.DisplayName, content);
        }

        return new PhoneChangeDto(channel, DeviceChallenges.Hint(channel, destination), change.ExpiresAt);
    }
}
