using System.Globalization;
using HandlebarsDotNet.Compiler;
using Microsoft.Extensions.Options;
using Satcom.Application.Common;
using Satcom.Application.Notifications;
using Satcom.Domain.Tenancy;
using Satcom.Infrastructure.Identity;
using Satcom.Infrastructure.Notifications;

namespace Satcom.IntegrationTests.Notifications;

public sealed class TemplateTests
{
    private static readonly TenantInfo Tenant = new(Guid.CreateVersion7(Sending.At), "acme", "Acme <&> Sons", "en", "Asia/Dubai", TenantStatus.Active, new TenantSettings());
    private static readonly MessageTemplates Templates = new([new TemplateSource(typeof(MessageContent).Assembly, typeof(MessageTemplates).Assembly), TestNotice.Source], new PublicPages(Options.Create(new PublicUrlOptions { PublicUrl = "https://{tenant}.satcom.example" }), Options.Create(new TokenOptions())));

    public static TheoryData<string, string> EveryContent() =>
        new(from content in Templates.Contents where content != typeof(BrokenNotice) from locale in (string[])["en", "ar"] select (content.Name, locale));

    [Theory]
    [MemberData(nameof(EveryContent))]
    public void Templates_OfEveryContent_AreThereInBothLanguagesAndShowEveryValue(string name, string locale)
    {
        var type = Templates.Contents.Single(t => string.Equals(t.Name, name, StringComparison.Ordinal));
        var (content, shown) = Sample(type);

        var mail = Render(content, locale, "Aisha <Ali>");
        var sms = Render(content, locale, name: null);

        mail.Subject.ShouldNotBeNullOrWhiteSpace();
        mail.Subject.ShouldNotContain("\n");
        mail.Text.ShouldContain("Acme <&> Sons");
        mail.Html!.ShouldContain("Acme &lt;&amp;&gt; Sons");
        mail.Html!.ShouldContain(locale is "ar" ? "dir=\"rtl\"" : "dir=\"ltr\"");
        sms.Html.ShouldBeNull();
        foreach (var value in shown)
        {
            mail.Text.ShouldContain(value);
            sms.Text.ShouldContain(value);
            mail.Html!.ShouldContain(value);
        }

        HasArabic(mail.Subject).ShouldBe(locale is "ar");
        HasArabic(mail.Text).ShouldBe(locale is "ar");
        HasArabic(mail.Html!).ShouldBe(locale is "ar");
    }

    [Theory]
    [InlineData("en", "Hello Nadia, ")]
    [InlineData("ar", "مرحبًا Nadia، ")]
    public void Render_GreetsByNameInAMail_AndNamesTheCompanyInATextMessage(string locale, string greeting)
    {
        var content = new Application.Identity.PhoneChangedNotice("42", Sending.At);

        Render(content, locale, "Nadia").Text.ShouldStartWith(greeting);
        var sms = Render(content, locale, name: null).Text;
        sms.ShouldStartWith("Acme <&> Sons: ");
        sms.ShouldNotContain("+1");
    }

    [Theory]
    [InlineData("en")]
    [InlineData("ar")]
    public void Render_OfWhatAskIfItWasYou_LeadsToANewPassword(string locale)
    {
        MessageContent[] contents =
        [
            new Application.Identity.NewDeviceNotice("Phone", Sending.At), new Application.Identity.PasswordChangedNotice(Sending.At),
            new Application.Identity.ManyFailuresNotice(30, Sending.At), new Application.Identity.DeviceCopiedNotice("Phone", Sending.At),
        ];
        foreach (var mail in contents.Select(content => Render(content, locale, "Nadia")))
        {
            mail.Text.ShouldContain("https://acme.satcom.example/account/forgot");
            mail.Html!.ShouldContain("href=\"https://acme.satcom.example/account/forgot\"");
            mail.Html!.ShouldContain("<bdi>Nadia</bdi>");
        }
    }

    [Theory]
    [InlineData("en")]
    [InlineData("ar")]
    public void Render_OfAnAddressThatHrGave_SaysHowItSignsInUntilItHasProvedItself(string locale)
    {
        var mail = Render(new Application.People.EmailAssignedNotice(Sending.At), locale, "Nadia");

        mail.Text.ShouldContain(": acme.");
        mail.Text.ShouldContain("https://acme.satcom.example/account/forgot");
        mail.Html!.ShouldContain(">acme</");
        mail.Html!.ShouldContain("href=\"https://acme.satcom.example/account/forgot\"");
    }

    [Fact]
    public void Render_WhenATemplateNamesWhatTheRecordDoesNotHave_Fails() =>
        Should.Throw<HandlebarsUndefinedBindingException>(() => Render(new BrokenNotice("1"), "en", "Aisha")).Message.ShouldContain("nowhere");

    [Fact]
    public void Render_WhenNobodyKnowsTheContent_IsRefused() =>
        Should.Throw<MessageRefusedException>(() => Templates.Render("FromTheFuture", "en", Envelope(new BrokenNotice("1"), "Aisha"), Tenant));

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("\"><img src=x onerror=alert(1)>")]
    [InlineData("{{code}} {{{code}}} &lt;")]
    public void Render_WhenAValueIsMarkup_ShowsItAsText(string evil)
    {
        var text = Render(new TestNotice(evil, evil, Sending.At), "en", evil);

        text.Text.ShouldContain(evil);
        text.Html!.ShouldNotContain("<script");
        text.Html!.ShouldNotContain("<img");
        text.Html!.ShouldNotContain(evil);
        text.Html!.Split("<p").Length.ShouldBe(Render(new TestNotice("1", "2", Sending.At), "en", "3").Html!.Split("<p").Length);
    }

    private static MessageText Render(MessageContent content, string locale, string? name) => Templates.Render(content.GetType().Name, locale, Envelope(content, name), Tenant);

    private static Envelope Envelope(MessageContent content, string? name) =>
        Infrastructure.Notifications.Envelope.Read(Infrastructure.Notifications.Envelope.Of(new Recipient("+1", name), content));

    private static bool HasArabic(string text) => text.Any(c => c is >= '\u0600' and <= '\u06FF');

    /// <summary>A content whose every value can be told from the others, and what must be seen of each.</summary>
    private static (MessageContent Content, List<string> Shown) Sample(Type type)
    {
        var shown = new List<string>();
        var number = 7000;
        var values = type.GetConstructors().Single().GetParameters().Select(parameter =>
        {
            number++;
            var (value, text) = Value(Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType, number);
            if (text is not null)
            {
                shown.Add(text);
            }

            return value;
        }).ToArray();
        return ((MessageContent)Activator.CreateInstance(type, values)!, shown);
    }

    private static (object Value, string? Shown) Value(Type type, int number) => type switch
    {
        _ when type == typeof(string) => ($"value{number}", $"value{number}"),
        _ when type == typeof(int) => (number, number.ToString(CultureInfo.InvariantCulture)),
        _ when type == typeof(bool) => (true, null),
        _ when type == typeof(DateTimeOffset) => (Sending.At.AddMinutes(number - 7000), Sending.At.AddMinutes(number - 7000).ToOffset(TimeSpan.FromHours(4)).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)),
        _ => throw new NotSupportedException($"Say here how a message shows a {type.Name}."),
    };
}
