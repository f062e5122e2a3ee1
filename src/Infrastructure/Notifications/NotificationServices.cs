using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Satcom.Application.Common;
using Satcom.Application.Identity;
using Satcom.Application.Notifications;

namespace Satcom.Infrastructure.Notifications;

/// <summary>Registers mail and text messages: the queue in the database, and what empties it.</summary>
internal static class NotificationServices
{
    public static IServiceCollection AddNotifications(this IServiceCollection services, IConfiguration configuration, IHostEnvironment environment)
    {
        services.AddValidated<MailOptions>(configuration, MailOptions.Section, o => o.Fault(environment.IsDevelopment()));
        services.AddValidated<SmsOptions>(configuration, SmsOptions.Section, o => o.Fault(environment.IsDevelopment()));
        services.AddScoped<IMessenger, Messenger>();
        services.AddSingleton(new TemplateSource(typeof(MessageContent).Assembly, typeof(MessageTemplates).Assembly));
        services.AddSingleton<MessageTemplates>();
        services.AddSingleton<MessageRenderer>();
        services.AddSingleton<MessageQueue>();
        services.AddSingleton<MessageSignals>();
        services.AddSingleton<MailChannel>();
        services.AddSingleton<SmsChannel>();
        services.AddSingleton<ITextGateway>(provider => provider.GetRequiredService<SmsChannel>());
        services.AddDispatcher<MailChannel>();
        services.AddDispatcher<SmsChannel>();
        return services;
    }

    private static void AddDispatcher<TChannel>(this IServiceCollection services)
        where TChannel : class, IMessageChannel =>
        services.AddSingleton<IHostedService>(provider => new MessageDispatcher(
            provider.GetRequiredService<TChannel>(), provider.GetRequiredService<MessageQueue>(), provider.GetRequiredService<MessageRenderer>(), provider.GetRequiredService<MessageSignals>(),
            provider.GetRequiredService<INodeBus>(), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<MessageDispatcher>>()));
}
