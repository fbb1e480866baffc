/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "mx-push-rules.h"

#include "mx-event.h"
#include "mx-id.h"
#include "mx-json.h"
#include "mx-power-levels.h"
#include "mx-push-match.h"

#include <string.h>

/* Push rules as a pure function of rules, event and room. Any thread; immutable once made.
 *
 * The kinds are asked in the order override, content, room, sender, underride; within a kind in
 * the list's order; the first enabled rule whose conditions all hold decides, and no rule means
 * no notification. A condition that is unknown or malformed never holds, which turns its rule off.
 * See Client-Server API, "Push Rules".
 */

#define ME        "{me}"
#define LOCALPART "{localpart}"

typedef enum {
  CONDITION_NEVER,
  CONDITION_MATCH,
  CONDITION_IS,
  CONDITION_CONTAINS,
  CONDITION_MEMBER_COUNT,
  CONDITION_MAY_NOTIFY,
  CONDITION_DISPLAY_NAME,
  CONDITION_ROOM,
  CONDITION_SENDER,
} ConditionKind;

typedef struct
{
  ConditionKind kind;
  char *key;     /* (nullable): a dotted path          */
  char *pattern; /* (nullable)                         */
  char *value;   /* (nullable): a scalar, printed      */
} Condition;

typedef struct
{
  char *id;
  GPtrArray *conditions; /* (element-type Condition)           */
  MxPushResult result;
  gboolean enabled;
  gboolean superseded; /* by m.mentions, where an event has it */
} Rule;

struct _MxPushRules {
  char *user_id;
  GPtrArray *rules; /* (element-type Rule): of all kinds, in the order they are asked */
};

static const char *const kinds[] = { "override", "content", "room", "sender", "underride" };

/* What every server starts with. See Client-Server API, "Predefined Rules". */
#define MATCH(key, pattern)  "{\"kind\":\"event_match\",\"key\":\"" key "\",\"pattern\":\"" pattern "\"}"
#define IS(key, value)       "{\"kind\":\"event_property_is\",\"key\":\"" key "\",\"value\":" value "}"
#define HAS(key, value)      "{\"kind\":\"event_property_contains\",\"key\":\"" key "\",\"value\":\"" value "\"}"
#define ROOM_MAY             "{\"kind\":\"sender_notification_permission\",\"key\":\"room\"}"
#define NAMED                "{\"kind\":\"contains_display_name\"}"
#define TWO                  "{\"kind\":\"room_member_count\",\"is\":\"2\"}"
#define NOTIFY               "\"notify\""
#define SOUND(name)          "{\"set_tweak\":\"sound\",\"value\":\"" name "\"}"
#define HIGHLIGHT            "{\"set_tweak\":\"highlight\"}"
#define RULE(id, when, then) "{\"rule_id\":\".m.rule." id "\",\"conditions\":[" when "],\"actions\":[" then "]}"
#define WORD(id, word, then) "{\"rule_id\":\".m.rule." id "\",\"pattern\":\"" word "\",\"actions\":[" then "]}"
#define LOUD                 NOTIFY "," SOUND ("default")
#define MENTION              LOUD "," HIGHLIGHT
#define MARKED               NOTIFY "," HIGHLIGHT
#define INVITES_ME           MATCH ("content.membership", "invite") "," MATCH ("state_key", ME)

static const struct
{
  const char *kind;
  const char *rule;
} predefined[] = {
  /* The master switch is off and so not here. */
  { "override", RULE ("suppress_notices", MATCH ("content.msgtype", "m.notice"), "") },
  { "override", RULE ("invite_for_me", MATCH ("type", "m.room.member") "," INVITES_ME, LOUD) },
  { "override", RULE ("member_event", MATCH ("type", "m.room.member"), "") },
  { "override", RULE ("is_user_mention", HAS ("content.m\\\\.mentions.user_ids", ME), MENTION) },
  { "override", RULE ("contains_display_name", NAMED, MENTION) },
  { "override", RULE ("is_room_mention", IS ("content.m\\\\.mentions.room", "true") "," ROOM_MAY, MARKED) },
  { "override", RULE ("roomnotif", MATCH ("content.body", "@room") "," ROOM_MAY, MARKED) },
  { "override", RULE ("tombstone", MATCH ("type", "m.room.tombstone") "," MATCH ("state_key", ""), MARKED) },
  { "override", RULE ("reaction", MATCH ("type", "m.reaction"), "") },
  { "override", RULE ("room.server_acl", MATCH ("type", "m.room.server_acl") "," MATCH ("state_key", ""), "") },
  { "override", RULE ("suppress_edits", IS ("content.m\\\\.relates_to.rel_type", "\"m.replace\""), "") },
  { "content", WORD ("contains_user_name", LOCALPART, MENTION) },
  { "underride", RULE ("call", MATCH ("type", "m.call.invite"), NOTIFY "," SOUND ("ring")) },
  { "underride", RULE ("encrypted_room_one_to_one", TWO "," MATCH ("type", "m.room.encrypted"), LOUD) },
  { "underride", RULE ("room_one_to_one", TWO "," MATCH ("type", "m.room.message"), LOUD) },
  { "underride", RULE ("message", MATCH ("type", "m.room.message"), NOTIFY) },
  { "underride", RULE ("encrypted", MATCH ("type", "m.room.encrypted"), NOTIFY) },
};

static void
condition_free (Condition *condition)
{
  g_free (condition->key);
  g_free (condition->pattern);
  g_free (condition->value);
  g_free (condition);
}

static void
rule_free (Rule *rule)
{
  g_free (rule->id);
  g_ptr_array_unref (rule->conditions);
  g_free (rule);
}

/* The next name of a key: "\." is a dot, "\\" a backslash, any other backslash itself. It comes out
 * with its dots escaped, as mx_json_get_node () wants a single name. */
static char *
next_step (const char **key)
{
  GString *step = g_string_new (NULL);
  const char *p;

  for (p = *key; *p != '\0' && *p != '.'; p++) {
    if (p[0] == '\\' && (p[1] == '.' || p[1] == '\\'))
      p++;
    if (*p == '.')
      g_string_append_c (step, '\\');
    g_string_append_c (step, *p);
  }
  *key = *p == '.' ? p + 1 : NULL;
  return g_string_free_and_steal (step);
}

/* The object that has what a key leads to, and the last name, escaped. */
static JsonObject *
find_holder (JsonObject  *object,
             const char  *key,
             char       **name)
{
  *name = next_step (&key);
  while (object != NULL && key != NULL) {
    object = mx_json_get_object (object, *name);
    g_free (*name);
    *name = next_step (&key);
  }
  return object;
}

/* Exact in type and value; objects and arrays are equal to nothing, as no condition's value is one. */
static gboolean
is_equal (JsonNode   *node,
          const char *value)
{
  g_autofree char *text = node != NULL ? mx_json_print (node) : NULL;

  return text != NULL && strcmp (text, value) == 0;
}

typedef struct
{
  const char *value;
  gboolean found;
} Search;

static void
search_element (JsonArray *array,
                guint      index,
                JsonNode  *node,
                gpointer   user_data)
{
  Search *search = user_data;

  search->found = search->found || is_equal (node, search->value);
}

static gboolean
property_holds (Condition  *condition,
                JsonObject *object)
{
  g_autofree char *name = NULL;
  JsonObject *holder = find_holder (object, condition->key, &name);
  Search search = { condition->value, FALSE };
  JsonArray *array;

  if (holder == NULL)
    return FALSE;
  if (condition->kind == CONDITION_IS)
    return is_equal (mx_json_get_node (holder, name), condition->value);
  array = mx_json_get_array (holder, name);
  if (array != NULL)
    json_array_foreach_element (array, search_element, &search);
  return search.found;
}

static gboolean
may_notify (const char          *key,
            MxEvent             *event,
            const MxPushContext *context)
{
  const char *sender = mx_event_get_sender (event);

  return g_strcmp0 (key, "room") == 0 && context->power_levels != NULL && sender != NULL &&
         mx_power_levels_can_notify_room (context->power_levels, sender);
}

static gboolean
matches (Condition  *condition,
         MxEvent    *event,
         JsonObject *object)
{
  g_autofree char *name = NULL;
  JsonObject *holder = find_holder (object, condition->key, &name);
  const char *value;

  /* Sync leaves it out of the event. */
  if (strcmp (condition->key, "room_id") == 0)
    value = mx_event_get_room_id (event);
  else
    value = holder != NULL ? mx_json_get_string (holder, name) : NULL;
  return value != NULL &&
         mx_push_match_glob (condition->pattern, value, strcmp (condition->key, "content.body") == 0);
}

static gboolean
holds (Condition           *condition,
       MxEvent             *event,
       JsonObject          *object,
       const MxPushContext *context)
{
  const char *body;

  switch (condition->kind) {
  case CONDITION_MATCH:
    return matches (condition, event, object);
  case CONDITION_IS:
  case CONDITION_CONTAINS:
    return property_holds (condition, object);
  case CONDITION_MEMBER_COUNT:
    return mx_push_match_count (condition->pattern, context->member_count);
  case CONDITION_MAY_NOTIFY:
    return may_notify (condition->key, event, context);
  case CONDITION_DISPLAY_NAME:
    body = mx_json_get_string (object, "content.body");
    return body != NULL && context->display_name != NULL && mx_push_match_words (context->display_name, body);
  case CONDITION_ROOM:
    return g_strcmp0 (mx_event_get_room_id (event), condition->pattern) == 0;
  case CONDITION_SENDER:
    return g_strcmp0 (mx_event_get_sender (event), condition->pattern) == 0;
  case CONDITION_NEVER:
  default:
    return FALSE;
  }
}

/* The specification's own rules name nobody yet. */
static char *
fill_in (const char *text,
         const char *user_id)
{
  if (g_strcmp0 (text, ME) == 0)
    return g_strdup (user_id);
  if (g_strcmp0 (text, LOCALPART) == 0)
    return mx_id_dup_localpart (user_id);
  return g_strdup (text);
}

static char *
dup_value (JsonNode   *node,
           const char *user_id)
{
  g_autoptr (JsonNode) filled = NULL;

  if (node == NULL || JSON_NODE_HOLDS_OBJECT (node) || JSON_NODE_HOLDS_ARRAY (node))
    return NULL;
  if (g_strcmp0 (mx_json_node_string (node), ME) != 0)
    return mx_json_print (node);
  filled = json_node_init_string (json_node_alloc (), user_id);
  return mx_json_print (filled);
}

static Condition *
add_condition (Rule          *rule,
               ConditionKind  kind,
               const char    *key,
               char          *pattern)
{
  Condition *condition = g_new0 (Condition, 1);

  condition->kind = kind;
  condition->key = g_strdup (key);
  condition->pattern = pattern;
  g_ptr_array_add (rule->conditions, condition);
  return condition;
}

static const struct
{
  const char *name;
  ConditionKind kind;
  gboolean needs_key;
  const char *text; /* (nullable): the member with the pattern */
  gboolean needs_value;
} condition_kinds[] = {
  { "event_match", CONDITION_MATCH, TRUE, "pattern", FALSE },
  { "event_property_is", CONDITION_IS, TRUE, NULL, TRUE },
  { "event_property_contains", CONDITION_CONTAINS, TRUE, NULL, TRUE },
  { "room_member_count", CONDITION_MEMBER_COUNT, FALSE, "is", FALSE },
  { "sender_notification_permission", CONDITION_MAY_NOTIFY, TRUE, NULL, FALSE },
  { "contains_display_name", CONDITION_DISPLAY_NAME, FALSE, NULL, FALSE },
};

/* What the readers of lists hand on. */
typedef struct
{
  MxPushRules *self;
  const char *kind;
  Rule *rule;
} Reading;

static void
read_condition (JsonArray *array,
                guint      index,
                JsonNode  *node,
                gpointer   user_data)
{
  Reading *reading = user_data;
  Rule *rule = reading->rule;
  const char *user_id = reading->self->user_id;
  JsonObject *object = mx_json_node_object (node);
  const char *kind = object != NULL ? mx_json_get_string (object, "kind") : NULL;
  Condition *condition;
  gsize i;

  for (i = 0; i < G_N_ELEMENTS (condition_kinds); i++)
    if (g_strcmp0 (kind, condition_kinds[i].name) == 0)
      break;
  if (i == G_N_ELEMENTS (condition_kinds)) {
    add_condition (rule, CONDITION_NEVER, NULL, NULL);
    return;
  }

  condition = add_condition (rule, condition_kinds[i].kind, mx_json_get_string (object, "key"), NULL);
  if (condition_kinds[i].text != NULL)
    condition->pattern = fill_in (mx_json_get_string (object, condition_kinds[i].text), user_id);
  if (condition_kinds[i].needs_value)
    condition->value = dup_value (mx_json_get_node (object, "value"), user_id);
  if ((condition_kinds[i].needs_key && condition->key == NULL) ||
      (condition_kinds[i].text != NULL && condition->pattern == NULL) ||
      (condition_kinds[i].needs_value && condition->value == NULL))
    condition->kind = CONDITION_NEVER;
}

static void
read_action (JsonArray *array,
             guint      index,
             JsonNode  *node,
             gpointer   user_data)
{
  Reading *reading = user_data;
  Rule *rule = reading->rule;
  JsonObject *object = mx_json_node_object (node);
  const char *tweak = object != NULL ? mx_json_get_string (object, "set_tweak") : NULL;
  const char *sound;

  if (g_strcmp0 (mx_json_node_string (node), "notify") == 0) {
    rule->result.notify = TRUE;
  } else if (g_strcmp0 (tweak, "highlight") == 0) {
    rule->result.highlight = mx_json_get_boolean (object, "value", TRUE);
  } else if (g_strcmp0 (tweak, "sound") == 0) {
    sound = mx_json_get_string (object, "value");
    rule->result.sound = sound != NULL && *sound != '\0';
  }
}

/* What a rule asks for by its kind alone. */
static void
read_implicit (Rule       *rule,
               const char *kind,
               JsonObject *object,
               const char *user_id)
{
  char *pattern;

  if (strcmp (kind, "room") == 0)
    add_condition (rule, CONDITION_ROOM, NULL, g_strdup (rule->id));
  if (strcmp (kind, "sender") == 0)
    add_condition (rule, CONDITION_SENDER, NULL, g_strdup (rule->id));
  if (strcmp (kind, "content") == 0) {
    pattern = fill_in (mx_json_get_string (object, "pattern"), user_id);
    add_condition (rule, pattern != NULL ? CONDITION_MATCH : CONDITION_NEVER, "content.body", pattern);
  }
}

static void
read_lists (Reading    *reading,
            JsonObject *object)
{
  gboolean has_conditions = strcmp (reading->kind, "override") == 0 || strcmp (reading->kind, "underride") == 0;
  JsonArray *conditions = has_conditions ? mx_json_get_array (object, "conditions") : NULL;
  JsonArray *actions = mx_json_get_array (object, "actions");

  if (conditions != NULL)
    json_array_foreach_element (conditions, read_condition, reading);
  if (actions != NULL)
    json_array_foreach_element (actions, read_action, reading);
}

static void
add_rule (Reading    *reading,
          JsonObject *object)
{
  const char *id = object != NULL ? mx_json_get_string (object, "rule_id") : NULL;
  Rule *rule;

  if (id == NULL)
    return;
  rule = g_new0 (Rule, 1);
  rule->id = g_strdup (id);
  rule->conditions = g_ptr_array_new_with_free_func ((GDestroyNotify) condition_free);
  rule->enabled = mx_json_get_boolean (object, "enabled", TRUE);
  rule->superseded = strcmp (id, ".m.rule.contains_display_name") == 0 || strcmp (id, ".m.rule.roomnotif") == 0 ||
                     strcmp (id, ".m.rule.contains_user_name") == 0;
  reading->rule = rule;
  read_implicit (rule, reading->kind, object, reading->self->user_id);
  read_lists (reading, object);
  g_ptr_array_insert (reading->self->rules, strcmp (id, ".m.rule.master") == 0 ? 0 : -1, rule);
}

static void
read_rule (JsonArray *array,
           guint      index,
           JsonNode  *node,
           gpointer   user_data)
{
  add_rule (user_data, mx_json_node_object (node));
}

static void
read_predefined (MxPushRules *self)
{
  gsize i;

  for (i = 0; i < G_N_ELEMENTS (predefined); i++) {
    Reading reading = { self, predefined[i].kind, NULL };
    gsize len = strlen (predefined[i].rule);
    g_autoptr (JsonObject) object = mx_json_parse_object (predefined[i].rule, len, len, NULL);

    add_rule (&reading, object);
  }
}

static void
read_rules (MxPushRules *self,
            JsonObject  *global)
{
  gsize i;

  for (i = 0; i < G_N_ELEMENTS (kinds); i++) {
    JsonArray *list = mx_json_get_array (global, kinds[i]);
    Reading reading = { self, kinds[i], NULL };

    if (list != NULL)
      json_array_foreach_element (list, read_rule, &reading);
  }
}

/**
 * mx_push_rules_new:
 * @json: (nullable): the content of m.push_rules
 * @user_id: oneself
 *
 * Reads push rules. What cannot be read counts as not known, and then the specification's own rules apply.
 *
 * Returns: (transfer full): the rules
 */
MxPushRules *
mx_push_rules_new (const char *json,
                   const char *user_id)
{
  MxPushRules *self = g_new0 (MxPushRules, 1);
  g_autoptr (JsonObject) object = NULL;
  JsonObject *global = NULL;
  gsize len = json != NULL ? strlen (json) : 0;

  self->user_id = g_strdup (user_id);
  self->rules = g_ptr_array_new_with_free_func ((GDestroyNotify) rule_free);
  if (len > 0)
    object = mx_json_parse_object (json, len, len, NULL);
  if (object != NULL)
    global = mx_json_get_object (object, "global");
  if (global != NULL)
    read_rules (self, global);
  else
    read_predefined (self);
  return self;
}

/**
 * mx_push_rules_free:
 * @self: (nullable): rules
 *
 * Frees them.
 */
void
mx_push_rules_free (MxPushRules *self)
{
  if (self == NULL)
    return;
  g_free (self->user_id);
  g_ptr_array_unref (self->rules);
  g_free (self);
}

static gboolean
applies (Rule                *rule,
         MxEvent             *event,
         JsonObject          *object,
         const MxPushContext *context)
{
  guint i;

  if (!rule->enabled)
    return FALSE;
  if (rule->superseded && mx_json_get_object (object, "content.m\\.mentions") != NULL)
    return FALSE;
  for (i = 0; i < rule->conditions->len; i++)
    if (!holds (rule->conditions->pdata[i], event, object, context))
      return FALSE;
  return TRUE;
}

/**
 * mx_push_rules_evaluate:
 * @self: rules
 * @event: an event, decrypted if it can be
 * @context: the room
 *
 * What an event deserves. Events of oneself deserve nothing; events of ignored people are the caller's to drop.
 *
 * Returns: the result
 */
MxPushResult
mx_push_rules_evaluate (MxPushRules         *self,
                        MxEvent             *event,
                        const MxPushContext *context)
{
  MxPushResult nothing = { FALSE, FALSE, FALSE };
  const char *source = mx_event_get_source (event);
  g_autoptr (JsonObject) object = NULL;
  guint i;

  if (g_strcmp0 (mx_event_get_sender (event), context->user_id) == 0)
    return nothing;
  object = mx_json_parse_object (source, strlen (source), strlen (source), NULL);
  if (object == NULL)
    return nothing;

  for (i = 0; i < self->rules->len; i++) {
    Rule *rule = self->rules->pdata[i];

    if (applies (rule, event, object, context))
      return rule->result.notify ? rule->result : nothing;
  }
  return nothing;
}

/**
 * mx_push_rules_is_muted:
 * @self: rules
 * @room_id: a room
 *
 * Clients mute a room by an override rule that matches its id and asks for nothing.
 *
 * Returns: whether there is one
 */
gboolean
mx_push_rules_is_muted (MxPushRules *self,
                        const char  *room_id)
{
  guint i;

  for (i = 0; i < self->rules->len; i++) {
    Rule *rule = self->rules->pdata[i];
    Condition *condition = rule->conditions->len == 1 ? rule->conditions->pdata[0] : NULL;

    if (rule->enabled && !rule->result.notify && condition != NULL && condition->kind == CONDITION_MATCH &&
        strcmp (condition->key, "room_id") == 0 && strcmp (condition->pattern, room_id) == 0)
      return TRUE;
  }
  return FALSE;
}
