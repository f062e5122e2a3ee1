using System.Reflection;
using System.Text.RegularExpressions;
using Satcom.Domain.Common;
using Satcom.WebApi.Common.Problems;

namespace Satcom.IntegrationTests.Common.Http;

public sealed partial class TextsTests
{
    public static TheoryData<string> ErrorCodes =>
    [
        .. new[] { typeof(Error), typeof(Application.ApplicationServices), typeof(Infrastructure.Persistence.DatabaseFaults), typeof(ProblemCodes) }
            .SelectMany(t => t.Assembly.GetTypes())
            .Where(t => t.IsSubclassOf(typeof(Error)) && !t.IsAbstract)
            .Select(CodeOf)
            .Concat(typeof(ProblemCodes).GetFields().Select(f => (string)f.GetRawConstantValue()!))
            .Distinct(StringComparer.Ordinal),
    ];

    public static TheoryData<string> FieldCodesInUse =>
    [
        .. Repository.Sources("src")
            .SelectMany(text => OwnCodes().Matches(text).Select(m => m.Groups["code"].Value))
            .Concat(typeof(FieldCodes).GetFields().Select(f => (string)f.GetRawConstantValue()!))
            .Distinct(StringComparer.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(ErrorCodes))]
    public void Problem_OfEveryError_HasTextsInBothLanguages(string code)
    {
        foreach (var language in Enum.GetValues<Language>())
        {
            ProblemTexts.In(language).Knows(code).ShouldBeTrue($"texts.{language.Tag()}.json lacks {code}");
        }
    }

    [Theory]
    [MemberData(nameof(FieldCodesInUse))]
    public void Field_OfEveryCode_HasTextsInBothLanguages(string code)
    {
        foreach (var language in Enum.GetValues<Language>())
        {
            ProblemTexts.In(language).KnowsField(code).ShouldBeTrue($"texts.{language.Tag()}.json lacks the field code {code}");
        }
    }

    [Fact]
    public void FieldCodes_AreFoundInTheSources() => FieldCodesInUse.Count.ShouldBeGreaterThan(typeof(FieldCodes).GetFields().Length);

    [Fact]
    public void Field_OfEveryFormat_HasATextWithAnExampleInBothLanguages()
    {
        var (english, arabic) = (ProblemTexts.In(Language.En), ProblemTexts.In(Language.Ar));
        var named = Repository.Sources("src").SelectMany(text => FormatNames().Matches(text).Select(m => m.Groups["name"].Value)).Distinct(StringComparer.Ordinal).ToList();

        named.Count.ShouldBeGreaterThan(10);
        named.Except(english.Formats, StringComparer.Ordinal).ShouldBeEmpty();
        arabic.Formats.ShouldBe(english.Formats);
        english.Field("unknown_value", "en, ar").ShouldBe("This must be one of: en, ar.");
        english.Field("unknown_value", limit: null).ShouldBe("This is none of the accepted values.");
        english.Field("invalid_format", "phone").ShouldContain("+971501234567");
        arabic.Field("invalid_format", "phone").ShouldContain("+971501234567");
        FieldCodes.Split(FieldCodes.With("unknown_value", "a, b")).ShouldBe(("unknown_value", "a, b"));
    }

    [Fact]
    public void Field_WithALimit_NamesIt()
    {
        ProblemTexts.In(Language.En).Field("too_long", 120).ShouldBe("At most 120 characters.");
        ProblemTexts.In(Language.Ar).Field("too_long", 120).ShouldContain("120");
    }

    /// <summary>Validators name their own codes; every other code passes through the list of ValidationCodes.</summary>
    [GeneratedRegex("""(?:WithErrorCode\(|new FieldError\(|ValidationFailed\.Of\([^)]*?, )"(?<code>[a-z_]+)\x22""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex OwnCodes();

    /// <summary>The names of formats, as rules and readers give them.</summary>
    [GeneratedRegex("""(?:OfFormat\(|FieldCodes\.InvalidFormat, |WithDetail\(|"invalid_format", )"(?<name>[a-z-]+)\x22""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex FormatNames();

    private static string CodeOf(Type type)
    {
        var constructor = type.GetConstructors(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
            .First(c => c.GetParameters() is not [{ } only] || only.ParameterType != type);
        var arguments = constructor.GetParameters().Select(p => p.ParameterType.IsValueType ? Activator.CreateInstance(p.ParameterType) : null).ToArray();
        return ((Error)constructor.Invoke(arguments)).Code;
    }
}
