using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using CC.Client.Control;
using CC.Sdk.Bodies;

namespace CC.Sdk.Tests.Bodies;

/// <summary>The generated serializer gives null to what is not in the JSON and can only be initialised, whatever the property's own initial value is.</summary>
public sealed class MissingFieldsTests
{
    private static readonly JsonSerializerContext[] Contexts = [BodiesJson.Default, ControlJson.Default];

    public static TheoryData<string> Bodies => [.. Contexts
        .SelectMany(context => context.GetType().GetProperties().Where(property => property.PropertyType.IsAssignableTo(typeof(JsonTypeInfo))))
        .Select(property => property.PropertyType.GetGenericArguments()[0])
        .Where(type => type.IsAssignableTo(typeof(MessageBody)))
        .Select(type => type.FullName!)];

    [Theory]
    [MemberData(nameof(Bodies))]
    public void What_may_be_missing_is_never_null_unless_it_says_so(string body)
    {
        var info = Contexts.Select(context => context.GetTypeInfo(Find(body))).First(info => info is not null)!;
        var least = new JsonObject(info.Properties.Where(property => property.IsRequired).Select(property => new KeyValuePair<string, JsonNode?>(property.Name, Sample(property.PropertyType))));

        var read = JsonSerializer.Deserialize(least.ToJsonString(), info)!;

        var nullability = new NullabilityInfoContext();
        Assert.All(
            read.GetType().GetProperties().Where(property => nullability.Create(property).ReadState == NullabilityState.NotNull),
            property => Assert.True(property.GetValue(read) is not null, $"{body}.{property.Name} is null"));
    }

    private static Type Find(string name) => typeof(MessageBody).Assembly.GetType(name) ?? typeof(ControlRequest).Assembly.GetType(name)!;

    private static JsonNode Sample(Type type) =>
        type == typeof(string) ? "x"
        : type == typeof(bool) ? false
        : type == typeof(JsonElement) ? new JsonObject()
        : typeof(System.Collections.IDictionary).IsAssignableFrom(type) || type.Name.Contains("Dictionary", StringComparison.Ordinal) ? new JsonObject()
        : typeof(System.Collections.IEnumerable).IsAssignableFrom(type) ? new JsonArray()
        : 1;
}
