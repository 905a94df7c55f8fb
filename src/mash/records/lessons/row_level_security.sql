-- Lessons and recommendations as registers have them; what stood before and what was done is added and stays.
SELECT mash_register('lesson');
SELECT mash_register_part('recommendation', 'lesson_id', 'lesson');
DROP POLICY IF EXISTS gone_recommendation ON records_recommendation;
SELECT mash_row_policy('lessonversion', 'seen', 'EXISTS (SELECT FROM records_lesson l WHERE l.id = lesson_id)', '');
SELECT mash_row_policy('lessonversion', 'new', '', 'EXISTS (SELECT FROM records_lesson l WHERE l.id = lesson_id)');
SELECT mash_row_policy('recommendationstep', 'seen',
    'EXISTS (SELECT FROM records_recommendation r WHERE r.id = recommendation_id)', '');
SELECT mash_row_policy('recommendationstep', 'new', '',
    'EXISTS (SELECT FROM records_recommendation r WHERE r.id = recommendation_id)');
