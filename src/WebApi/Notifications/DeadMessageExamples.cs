using Satcom.Application.Common;
using Satcom.Application.Notifications;
using Satcom.WebApi.Common.OpenApi;

namespace Satcom.WebApi.Notifications;

internal sealed class DeadMessagesExample : IExample<Page<DeadMessageDto>>
{
    public Page<DeadMessageDto> Value => new([new DeadMessageExample().Value], NextCursor: null);
}

internal sealed class DeadMessageExample : IExample<DeadMessageDto>
{
    public DeadMessageDto Value => new()
    {
        Id = ExampleValues.Thing,
        Channel = MessageChannel.Mail,
        Template = "PasswordReset",
        CreatedAt = ExampleValues.At(20),
        DeadAt = ExampleValues.At(21),
        Attempts = 10,
        LastError = "SMTP 550 MailboxUnavailable",
    };
}

internal sealed class RetryDeadMessagesExample : IExample<RetryDeadMessagesCommand>
{
    public RetryDeadMessagesCommand Value => new(Ids: null, MessageChannel.Mail, Template: null, ExampleValues.At(0), To: null);
}
